using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Stories;

public sealed class Calendar_story
{
    [Fact]
    public void Who_comes_on_31_January_is_allotted_on_the_last_day_of_shorter_months() =>
        Story.With(Offered.Plan("pro", Offered.EachMonth(100)))
            .On("2026-01-31 10:00").Joins("pro").ShouldHave(100)
            .On("2026-02-27 23:59").ShouldHave(100)
            .On("2026-05-01").ShouldHaveBeenAllotted(
                "100 2026-01-31 10:00 – 2026-02-28",
                "100 2026-02-28 – 2026-03-31",
                "100 2026-03-31 – 2026-04-30",
                "100 2026-04-30 – 2026-05-31");

    [Fact]
    public void In_a_leap_year_February_has_29_days() =>
        Story.With(Offered.Plan("pro", Offered.EachMonth(100)))
            .On("2028-01-31").Joins("pro")
            .On("2028-03-01").ShouldHaveBeenAllotted("100 2028-01-31 – 2028-02-29", "100 2028-02-29 – 2028-03-31");

    [Fact]
    public void Who_comes_on_a_leap_day_renews_on_28_February_until_the_next() =>
        Story.With(Offered.Plan("annual", new Allotment("yearly", Credits.Of(1_000), new(Offered.Year, CycleAnchor.Subscription))))
            .On("2028-02-29").Joins("annual")
            .On("2032-03-01").ShouldHaveBeenAllotted(
                "1000 2028-02-29 – 2029-02-28",
                "1000 2029-02-28 – 2030-02-28",
                "1000 2030-02-28 – 2031-02-28",
                "1000 2031-02-28 – 2032-02-29",
                "1000 2032-02-29 – 2033-02-28");

    [Fact]
    public void Calendar_months_begin_on_the_accounts_billing_day() =>
        Story.With(Offered.Plan("pro", Offered.Monthly(100)))
            .On("2026-01-10").Configures(settings => settings with { BillingDay = 31 }).Joins("pro")
            .On("2026-04-01").ShouldHaveBeenAllotted("100 2026-01-10 – 2026-01-31", "100 2026-01-31 – 2026-02-28", "100 2026-02-28 – 2026-03-31", "100 2026-03-31 – 2026-04-30");

    [Fact]
    public void An_annual_plan_with_monthly_allotments_grants_each_month_and_renews_each_year() =>
        Story.With(
                new Plan("annual") { Terms = new() { Period = new(Offered.Year, CycleAnchor.Subscription), Allotments = [Offered.EachMonth(100)] } },
                Offered.Plan("free"))
            .On("2026-03-15").Joins("annual").ShouldHave(100)
            .On("2026-04-14").Uses(30).ShouldHave(70)
            .On("2026-04-15 00:10").ShouldHave(100).ShouldHaveBeen(granted: 200, expired: 70)
            .WillJoinAtPeriodEnd("free")
            .On("2027-03-14 23:59").ShouldBeOn("annual").ShouldHave(100).ShouldHaveBeen(granted: 1_200, expired: 1_070)
            .On("2027-03-15 00:10").ShouldBeOn("free").ShouldHave(0).ShouldHaveBeen(granted: 1_200, expired: 1_170);
}
