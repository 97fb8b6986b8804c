using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <summary>Credits set aside.</summary>
internal sealed record NaiveHold(string Id, CreditType Type, DateTimeOffset Ends, List<(Lot Lot, long Amount)> Parts)
{
    public void Free()
    {
        foreach (var (lot, amount) in Parts) lot.Held -= amount;
    }
}
