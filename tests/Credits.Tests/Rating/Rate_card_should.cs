using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Rate_card_should
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Price_an_event_by_the_version_in_force_at_its_time()
    {
        var card = Card((1, March), (2, April));

        card.InForceAt(March)!.Number.ShouldBe(1);
        card.InForceAt(April.AddTicks(-1))!.Number.ShouldBe(1);
        card.InForceAt(April)!.Number.ShouldBe(2);
        card.InForceAt(April.AddYears(5))!.Number.ShouldBe(2);
    }

    [Fact]
    public void Have_no_version_in_force_before_the_first() => Card((1, March)).InForceAt(March.AddTicks(-1)).ShouldBeNull();

    [Fact]
    public void Let_the_later_number_win_when_two_take_effect_at_once() => Card((2, March), (1, March)).InForceAt(March)!.Number.ShouldBe(2);

    [Fact]
    public void Order_its_versions_by_their_effect() =>
        Card((1, April), (3, March), (2, April)).Versions.Select(version => version.Number).ShouldBe([3, 1, 2]);

    private static RateCard Card(params (int Number, DateTimeOffset From)[] versions) =>
        new("default", versions.Select(version => new RateCardVersion("default", version.Number, version.From, new PriceList([]))));
}
