using Credits.Periods;

namespace Credits.Tests.Stories;

public sealed class Purchase_story
{
    private static readonly Term TwelveMonths = new(12, TermUnit.Month);

    [Fact]
    public void Purchased_credits_live_twelve_months() =>
        Story.With()
            .On("2026-03-15 09:30").Buys(1_000, TwelveMonths).ShouldHave(1_000)
            .On("2026-09-15").Uses(400).ShouldHave(600)
            .On("2027-03-15 09:29").ShouldHave(600)
            .On("2027-03-15 09:30").ShouldHave(0).ShouldHaveBeen(granted: 1_000)
            .On("2027-03-15 09:40").ShouldHave(0).ShouldHaveBeen(granted: 1_000, expired: 600);

    [Fact]
    public void Bought_on_a_leap_day_they_end_on_28_February() =>
        Story.With()
            .On("2028-02-29 18:00").Buys(1_000, TwelveMonths)
            .On("2029-02-28 17:59").ShouldHave(1_000)
            .On("2029-02-28 18:00").ShouldHave(0);

    [Fact]
    public void They_burn_after_what_the_plan_allots() =>
        Story.With(Offered.Plan("pro", Offered.Monthly(100)))
            .On("2026-01-10").Buys(1_000, TwelveMonths).Joins("pro").ShouldHave(1_100)
            .On("2026-01-20").Uses(150).ShouldHave(950)
            .On("2026-02-01 00:10").ShouldHave(950 + 100).ShouldHaveBeen(granted: 1_200);
}
