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
    private const int MaxUrlLength = 2_000;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (!ResourceId.IsOne(PackId)) faults.Add(new("packId", $"'{PackId}' is not a pack's id: {ResourceId.Rule}."));
        if (!IsWebAddress(SuccessUrl)) faults.Add(new("successUrl", $"Must be an http or https address of at most {MaxUrlLength} characters."));
        if (!IsWebAddress(CancelUrl)) faults.Add(new("cancelUrl", $"Must be an http or https address of at most {MaxUrlLength} characters."));
        return faults;
    }

    internal bool IsMetBy(Purchase earlier) =>
        earlier.Offer.PackId == PackId && earlier.Offer.Quantity == Quantity && earlier.SuccessUrl == SuccessUrl && earlier.CancelUrl == CancelUrl;

    private static bool IsWebAddress(string url) =>
        url.Length <= MaxUrlLength && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
