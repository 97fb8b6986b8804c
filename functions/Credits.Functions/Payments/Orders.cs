using Credits.Packs;

namespace Credits.Functions.Payments;

/// <summary>What is to be paid, and what for.</summary>
/// <param name="For">What for.</param>
/// <param name="Customer">The provider's customer.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="Offer">What it costs.</param>
/// <param name="SuccessUrl">Where the customer comes after paying.</param>
/// <param name="CancelUrl">Where the customer comes after turning back.</param>
public sealed record CheckoutOrder(PaymentPurpose For, string Customer, string Name, Offer Offer, string SuccessUrl, string CancelUrl)
{
    /// <summary>Who waits for the payment; null for nobody.</summary>
    public string? TopUp { get; init; }
}

/// <summary>Whose card is to be left for later.</summary>
/// <param name="Account">The account.</param>
/// <param name="Id">Unique within the account; the same again is the same page.</param>
/// <param name="Customer">The provider's customer.</param>
/// <param name="SuccessUrl">Where the customer comes after leaving a card.</param>
/// <param name="CancelUrl">Where the customer comes after turning back.</param>
public sealed record SetupOrder(AccountId Account, string Id, string Customer, string SuccessUrl, string CancelUrl);

/// <summary>What is to be charged while nobody is there.</summary>
/// <param name="For">What for.</param>
/// <param name="TopUp">Who waits for the payment; it comes back with every webhook of it. Means nothing to the provider.</param>
/// <param name="Customer">The provider's customer.</param>
/// <param name="PaymentMethod">Which of the customer's cards.</param>
/// <param name="Price">How much.</param>
/// <param name="Description">What the customer reads.</param>
/// <param name="IdempotencyKey">Names this attempt: the same again is the same payment, and another attempt needs another.</param>
public sealed record ChargeOrder(PaymentPurpose For, string TopUp, string Customer, string PaymentMethod, Money Price, string Description, string IdempotencyKey);

/// <summary>A page on which to pay, or to leave a card.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Url">Where it is.</param>
public sealed record CheckoutPage(string Id, string Url);

/// <summary>What a payment is for; travels with it and comes back.</summary>
/// <param name="Account">The account that buys.</param>
/// <param name="Pack">The pack.</param>
/// <param name="Purchase">The purchase.</param>
public sealed record PaymentPurpose(string Account, string Pack, string Purchase);
