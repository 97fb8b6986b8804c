using Credits.Functions.Http;
using Credits.Functions.Storage.Payments;
using Credits.Rating;

namespace Credits.Functions.Purchases;

/// <summary>What somebody wants to buy.</summary>
/// <param name="PackId">The pack.</param>
/// <param name="SuccessUrl">Where the customer comes after paying.</param>
/// <param name="CancelUrl">Where the customer comes after turning back.</param>
/// <param name="Quantity">How many of the pack; left out, one.</param>
public sealed record PurchaseRequest(string PackId, string SuccessUrl, string CancelUrl, int Quantity = 1)
{
    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (!ResourceId.IsOne(PackId)) faults.Add(new("packId", $"'{PackId}' is not a pack's id: {ResourceId.Rule}."));
        if (!WebAddress.IsOne(SuccessUrl)) faults.Add(new("successUrl", WebAddress.Rule));
        if (!WebAddress.IsOne(CancelUrl)) faults.Add(new("cancelUrl", WebAddress.Rule));
        return faults;
    }

    internal bool IsMetBy(Purchase earlier) =>
        earlier.Offer.PackId == PackId && earlier.Offer.Quantity == Quantity && earlier.SuccessUrl == SuccessUrl && earlier.CancelUrl == CancelUrl;
}
