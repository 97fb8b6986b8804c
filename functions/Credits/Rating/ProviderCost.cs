namespace Credits.Rating;

/// <summary>What usage cost the provider. A price of a token is far below a cent, so this counts millionths of the currency's unit.</summary>
/// <param name="Millionths">Zero or more; 1,500,000 is 1.50.</param>
/// <param name="Currency">Three letters, as ISO 4217 has them.</param>
public readonly record struct ProviderCost(long Millionths, string Currency)
{
    /// <summary>The largest cost of a component's unit, or of an event: 1,000,000,000 of the currency's unit.</summary>
    public const long MaxMillionths = 1_000_000_000L * 1_000_000;
}
