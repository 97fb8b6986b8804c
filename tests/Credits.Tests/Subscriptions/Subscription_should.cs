using Credits.Grants;
using Credits.Periods;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Tests.Subscriptions;

public sealed class Subscription_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1), MidApril = April.AddDays(15).AddHours(9);

    private static readonly Allotment Monthly = Given.Allotment(300);

    [Fact]
    public void Grant_a_whole_period_from_its_start() =>
        Next(Given.Plan("pro", Monthly with { Priority = 7, CreditType = Given.Premium }), April).ShouldBe(new Grant
        {
            Id = "allotment-1",
            Kind = GrantKind.Allotment,
            CreditType = Given.Premium,
            Amount = Credits.Of(300),
            Remaining = Credits.Of(300),
            EffectiveAt = April,
            ExpiresAt = May,
            Priority = 7,
            Allotment = new("pro", "monthly", May),
        });

    [Fact]
    public void Grant_all_for_the_rest_of_a_period_without_proration()
    {
        var grant = Next(Given.Plan("pro", Monthly), MidApril);

        grant.Amount.ShouldBe(Credits.Of(300));
        (grant.EffectiveAt, grant.ExpiresAt).ShouldBe((MidApril, May));
    }

    [Fact]
    public void Grant_the_share_of_the_days_that_are_left_with_proration()
    {
        var grant = Next(Given.ProratedPlan("pro", Monthly), MidApril);

        grant.Amount.ShouldBe(Credits.Of(150));
        (grant.EffectiveAt, grant.ExpiresAt).ShouldBe((MidApril, May));
    }

    [Fact]
    public void Grant_all_from_the_first_day_when_periods_count_from_the_subscription() =>
        Next(Given.ProratedPlan("pro", Monthly with { Cycle = new(new(1, TermUnit.Month), CycleAnchor.Subscription) }), MidApril).Amount.ShouldBe(Credits.Of(300));

    [Fact]
    public void Never_grant_nothing() =>
        Next(Given.ProratedPlan("pro", Monthly with { Amount = Credits.FromMillionths(1) }), May.AddDays(-1)).Amount.ShouldBe(Credits.FromMillionths(1));

    [Theory]
    [InlineData(40, 40)]
    [InlineData(160, 150)]
    public void Grant_no_more_than_was_taken_back_and_than_the_days_that_are_left_are_worth(int takenBack, int granted) =>
        new Subscription(Given.Plan("pro", Monthly).Terms, new("pro", April, [new("monthly", MidApril) { AtMost = Credits.Of(takenBack) }]))
            .NextGrant(Monthly, "allotment-1", Calendar.Default).Amount.ShouldBe(Credits.Of(granted));

    [Fact]
    public void Let_a_grant_live_for_a_term_of_its_own_or_for_ever()
    {
        Next(Given.Plan("pro", Monthly with { Lifetime = Lifetime.Of(new(10, TermUnit.Day)) }), MidApril).ExpiresAt.ShouldBe(MidApril.AddDays(10));
        Next(Given.Plan("pro", Monthly with { Lifetime = Lifetime.Never }), MidApril).ExpiresAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, "2026-06-01")]
    [InlineData(3, "2026-08-01")]
    [InlineData(null, null)]
    public void Let_what_rolls_over_live_for_so_many_periods_more(int? periods, string? end) =>
        Next(Given.Plan("pro", Monthly with { Rollover = new(50, Credits.Of(1), Credits.Of(9), periods) }), MidApril).Rollover
            .ShouldBe(new(50, Credits.Of(1), Credits.Of(9), end is null ? null : DateTimeOffset.Parse(end + "T00:00:00Z")));

    [Fact]
    public void Be_due_for_each_allotment_from_where_it_was_granted_to()
    {
        var subscription = Joining.To(Given.Plan("pro", Monthly, Given.Allotment(1, "daily")), April, []);
        var granted = subscription with { Turn = subscription.Turn.With(new("monthly", May)) };

        granted.DueAt(Monthly).ShouldBe(May);
        granted.DueAt(Given.Allotment(1, "daily")).ShouldBe(April);
    }

    [Fact]
    public void Grant_by_days_what_the_calendar_cut_even_to_those_who_would_get_a_whole_period_when_they_come()
    {
        var plan = Given.Plan("pro", Monthly);
        var came = Joining.To(plan, MidApril, []);
        var grantedUntilMay = came with { Turn = came.Turn.With(new("monthly", May)) };

        came.NextGrant(Monthly, "allotment-1", Calendar.Default).Amount.ShouldBe(Monthly.Amount, "who comes gets all of the period");
        var cut = grantedUntilMay.NextGrant(Monthly, "allotment-2", new Calendar(TimeZone: null, BillingDay: 16));
        (cut.EffectiveAt, cut.Allotment!.End).ShouldBe((May, May.AddDays(15)));
        cut.Amount.ShouldBe(Credits.FromMillionths(Monthly.Amount.Millionths * 15 / 30), "15 of the 30 days from 16 April on");
    }

    [Fact]
    public void Renew_with_the_plans_period()
    {
        var yearly = Given.Plan("pro") with { Terms = new() { Period = new(new(1, TermUnit.Year), CycleAnchor.Subscription) } };

        Joining.To(yearly, MidApril, []).PeriodContaining(May, Calendar.Default).ShouldBe(new(April.AddDays(15), April.AddDays(15).AddYears(1)));
    }

    // Each grant begins where the one before it ended.
    [Fact]
    public void Grant_every_moment_just_once() =>
        Gen.Select(AnyPlan.Terms.Where(terms => !terms.Allotments.IsEmpty), Gen.Int[0, 60 * 24 * 60], Gen.Int[1, 31]).Sample((terms, minutes, billingDay) =>
        {
            var (since, calendar) = (April.AddMinutes(minutes), new Calendar(TimeZone: null, billingDay));
            var subscription = Joining.To(new("pro") { Terms = terms }, since, []);
            var (allotment, next) = (terms.Allotments[0], since);
            for (var i = 0; i < 20; i++)
            {
                var grant = subscription.NextGrant(allotment, $"g{i}", calendar);

                grant.EffectiveAt.ShouldBe(next);
                next = grant.Allotment!.End;
                next.ShouldBe(allotment.Cycle.PeriodContaining(grant.EffectiveAt, calendar, since).End);
                grant.Amount.ShouldBeInRange(Credits.FromMillionths(1), allotment.Amount);
                if (i > 0) grant.Amount.ShouldBe(allotment.Amount);
                subscription = subscription with { Turn = subscription.Turn.With(new(allotment.Id, next)) };
            }
        });

    private static Grant Next(Plan plan, DateTimeOffset since) => Joining.To(plan, since, []).NextGrant(plan.Terms.Allotments[0], "allotment-1", Calendar.Default);
}
