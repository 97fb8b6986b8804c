using Credits.Functions.Storage.Payments;

namespace Credits.Functions.Purchases;

/// <summary>What somebody wants to buy, or bought.</summary>
/// <param name="AccountId">Who buys.</param>
/// <param name="Id">Its id.</param>
/// <param name="PackId">The pack.</param>
/// <param name="Quantity">How many of it.</param>
/// <param name="Price">What they cost together.</param>
/// <param name="CreditType">What kind of credits.</param>
/// <param name="Credits">How many credits are bought.</param>
/// <param name="Bonus">How many are given away with them.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Url">The page on which to pay; left out once it is paid or abandoned.</param>
/// <param name="PaymentId">The payment that paid it, which is also the grant's id.</param>
/// <param name="Back">How much of the price went back or was lost to disputes, in the currency's smallest unit.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="Automatic">Whether it was begun by itself, as the customer agreed.</param>
public sealed record PurchaseView(
    string AccountId, string Id, string PackId, int Quantity, Money Price, string CreditType, Credits Credits, Credits Bonus,
    PurchaseState State, string? Url, string? PaymentId, long Back, DateTimeOffset CreatedAt, bool Automatic)
{
    internal static PurchaseView Of(Purchase purchase) => new(
        purchase.Account.Value, purchase.Id, purchase.Offer.PackId, purchase.Offer.Quantity, purchase.Offer.Price, purchase.Offer.CreditType.Value, purchase.Offer.Credits, purchase.Offer.Bonus,
        purchase.State, purchase.State == PurchaseState.Open ? purchase.Url : null, purchase.Payment, purchase.Back, purchase.CreatedAt,
        purchase.IsAutomatic);
}

/// <summary>A page of an account's purchases.</summary>
/// <param name="Purchases">Newest first.</param>
/// <param name="Cursor">Asks for the next page; left out on the last.</param>
public sealed record PurchasesView(IReadOnlyList<PurchaseView> Purchases, string? Cursor);
