using Credits.Grants;
using Credits.Limits;

namespace Credits.Tests.TwoYears;

/// <summary>What was burned in the last window in which anything was, under caps of the same window and meter.</summary>
internal sealed class NaiveCounter(CapWindow window, string? meter, CreditType type)
{
    public CapWindow Window => window;

    public string? Meter => meter;

    public CreditType Type => type;

    public DateTimeOffset Start { get; set; } = DateTimeOffset.MinValue;

    public long Burned { get; set; }
}
