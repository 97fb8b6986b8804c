using Credits.Functions.Http;
using Credits.Rating;

namespace Credits.Functions.PaymentMethods;

/// <summary>Where a customer comes who leaves a card.</summary>
/// <param name="SuccessUrl">After leaving it.</param>
/// <param name="CancelUrl">After turning back.</param>
public sealed record SetupRequest(string SuccessUrl, string CancelUrl)
{
    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (!WebAddress.IsOne(SuccessUrl)) faults.Add(new("successUrl", WebAddress.Rule));
        if (!WebAddress.IsOne(CancelUrl)) faults.Add(new("cancelUrl", WebAddress.Rule));
        return faults;
    }
}
