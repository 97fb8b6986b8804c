using Credits.Packs;

namespace Credits.Functions.Payments;

/// <summary>What is needed of a payment provider, and no more.</summary>
public interface IPayments
{
    /// <summary>Whether the deployment has one. Without, nothing else may be asked.</summary>
    bool AreSetUp { get; }

    /// <summary>Makes the provider's customer of an account. The same account again is the same customer, for a day at least.</summary>
    /// <returns>The customer's id.</returns>
    Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation);

    /// <summary>Opens a page on which a customer pays. The same order again is the same page, for a day at least.</summary>
    Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation);

    /// <summary>A payment as the provider has it now; null when it has none of this id.</summary>
    Task<Payment?> Find(string paymentId, CancellationToken cancellation);

    /// <summary>A page of this product's payments that were begun in an interval, newest first.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The first moment that is none of it any more.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellation">Ends waiting.</param>
    Task<PaymentPage> List(DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancellation);
}

/// <summary>What is to be paid, and what for.</summary>
/// <param name="For">What for.</param>
/// <param name="Customer">The provider's customer.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="Offer">What it costs.</param>
/// <param name="SuccessUrl">Where the customer comes after paying.</param>
/// <param name="CancelUrl">Where the customer comes after turning back.</param>
public sealed record CheckoutOrder(PaymentPurpose For, string Customer, string Name, Offer Offer, string SuccessUrl, string CancelUrl);

/// <summary>A page on which to pay.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Url">Where it is.</param>
public sealed record CheckoutPage(string Id, string Url);

/// <summary>What a payment is for; travels with it and comes back.</summary>
/// <param name="Account">The account that buys.</param>
/// <param name="Pack">The pack.</param>
/// <param name="Purchase">The purchase.</param>
public sealed record PaymentPurpose(string Account, string Pack, string Purchase);

/// <summary>A payment as the provider has it.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Received">What was received; null as long as it has not succeeded.</param>
/// <param name="For">What for; null when it is none of this product's.</param>
/// <param name="Refunded">How much of it went back, in the currency's smallest unit.</param>
/// <param name="Lost">How much of it lost disputes took.</param>
public sealed record Payment(string Id, Money? Received, PaymentPurpose? For, long Refunded, long Lost)
{
    /// <summary>How much of it is gone.</summary>
    public long Back => Refunded + Lost;
}

/// <summary>Some of the payments that were begun in an interval.</summary>
/// <param name="Payments">This product's.</param>
/// <param name="Next">After which to go on; null when these were the last.</param>
public sealed record PaymentPage(IReadOnlyList<Payment> Payments, string? Next);
