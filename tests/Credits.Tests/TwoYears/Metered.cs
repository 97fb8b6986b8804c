using Credits.Rating;

namespace Credits.Tests.TwoYears;

/// <summary>A meter whose units cost less the more of them a billing period has used: 40 are free, of the others the first 60 cost 3 credits each, and the rest a quarter of one.</summary>
internal static class Metered
{
    public const string Meter = "page";

    private const int Free = 40;
    private const int AtFirst = 60;

    private static readonly Credits First = Credits.Of(3), Then = Credits.Of(0.25m);

    public static RateCardVersion Card { get; } = Given.Card(
        Given.Rate(Meter, new Component("pages", First) { Included = Given.Units(Free), Tiers = [new(Given.Units(AtFirst), First), new(UpTo: null, Then)] }));

    /// <summary>What the nth unit of a billing period costs, in millionths.</summary>
    public static long PriceOfUnit(int nth) => nth <= Free ? 0 : nth <= Free + AtFirst ? First.Millionths : Then.Millionths;
}
