using System.Buffers.Text;
using System.Text;
using Credits.Functions.Http;
using Credits.Functions.Storage.Payments;

namespace Credits.Functions.Purchases;

/// <summary>How far a reconciliation has come: first through the payments, then through the purchases.</summary>
/// <param name="Purchases">Whether the payments are done.</param>
/// <param name="Payment">The last payment that was compared; null at the start.</param>
/// <param name="Purchase">The last purchase that was compared; null before the first.</param>
internal sealed record ReconciliationCursor(bool Purchases, string? Payment, PurchaseKey? Purchase)
{
    private const string OfPayments = "payments";
    private const string OfPurchases = "purchases";

    public static ReconciliationCursor Start { get; } = new(Purchases: false, Payment: null, Purchase: null);

    public static ReconciliationCursor FirstPurchase { get; } = new(Purchases: true, Payment: null, Purchase: null);

    public static ReconciliationCursor AfterPayment(string payment) => new(Purchases: false, payment, Purchase: null);

    public static ReconciliationCursor AfterPurchase(PurchaseKey purchase) => new(Purchases: true, Payment: null, purchase);

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is nothing of the kind.</summary>
    public static ReconciliationCursor? Read(string text) =>
        !Base64Url.IsValid(text) ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') switch
        {
            [OfPayments, var payment] when ResourceId.IsOne(payment) => AfterPayment(payment),
            [OfPurchases] => FirstPurchase,
            [OfPurchases, var account, var purchase] when AccountId.TryParse(account, out var id) && ResourceId.IsOne(purchase) => AfterPurchase(new(id, purchase)),
            _ => null,
        };

    public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        this switch
        {
            { Purchase: var (account, id) } => $"{OfPurchases}\n{account}\n{id}",
            { Purchases: true } => OfPurchases,
            _ => $"{OfPayments}\n{Payment}",
        }));
}
