using Credits.Accounts;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Tests.Booking;

public sealed class Coming_and_leaving_should
{
    // April has thirty days.
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1);

    private static readonly Plan Pro = Given.Plan("pro", Given.Allotment(300)), Basic = Given.Plan("basic", Given.Allotment(30)), Prorated = Given.ProratedPlan("prorated", Given.Allotment(300));

    [Fact]
    public void Keep_what_was_granted_without_proration() => new Book().OnPlan(Pro, April).OffPlan(April.AddDays(10)).Balance.ShouldBe(Credits.Of(300));

    [Fact]
    public void End_a_subscription_to_a_plan_that_says_nothing_any_more_and_begin_anew_when_it_does()
    {
        var emptied = Given.Plan("pro");
        var other = Given.Plan("pro", Given.Allotment(60, "other"));

        var book = new Book().OnPlan(Pro, April).OnPlan(emptied, April.AddDays(10));
        book.Account.Subscription.ShouldBeNull();
        book.Balance.ShouldBe(Credits.Of(300), "what was granted stays");

        book.OnPlan(other, May.AddDays(10)).Account.Subscription!.Turn.Since.ShouldBe(May.AddDays(10));
        book.Account.OpenGrants.Single().Amount.ShouldBe(Credits.Of(60), "all of the period, as for who comes");
    }

    [Fact]
    public void Give_back_the_share_of_the_days_that_are_left_with_proration()
    {
        var book = new Book().OnPlan(Prorated, April).OffPlan(April.AddDays(10));

        book.Balance.ShouldBe(Credits.Of(100));
        book.Totals.Voided.ShouldBe(Credits.Of(200));
        book.Journal.Select(entry => entry.Movement).OfType<Movement.Voided>().Single().Reason.ShouldBe("Left plan prorated");
        book.Account.Subscription.ShouldBeNull();
    }

    [Fact]
    public void Give_back_what_a_lapse_of_the_same_moment_has_freed_before_overdraft_is_repaid_from_it()
    {
        var end = April.AddDays(1).AddHours(1);
        var book = new Book().OnPlan(Prorated, April).Grant(Given.Grant(10, "ended", until: April.AddDays(1)), bookedAt: April)
            .Hold(310, at: April, until: end).Debit(50, at: April)
            .Commit(April, commit => commit.Configure(commit.Account.Settings.With(new(end) { Plan = new(Id: null) })));
        book.Totals.Overdraft.ShouldBe(Credits.Of(50));

        book.Commit(end, _ => { });

        (book.Totals.Voided, book.Totals.Expired, book.Totals.Overdraft).ShouldBe((Credits.Of(290), Credits.Of(10), Credits.Of(40)));
    }

    [Fact]
    public void Give_back_only_what_is_left_and_not_held()
    {
        var burned = new Book().OnPlan(Prorated, April).Debit(250, at: April.AddDays(1)).OffPlan(April.AddDays(10));
        burned.Totals.Voided.ShouldBe(Credits.Of(50));

        var held = new Book().OnPlan(Prorated, April).Hold(270, at: April.AddDays(10), until: April.AddDays(11)).OffPlan(April.AddDays(10));
        held.Totals.Voided.ShouldBe(Credits.Of(30));
    }

    [Fact]
    public void Go_by_each_plan_for_itself()
    {
        var book = new Book().OnPlan(Prorated, April).OnPlan(Basic, April.AddDays(15));
        book.Balance.ShouldBe(Credits.Of(150 + 30));

        book.OnPlan("prorated", April.AddDays(20));
        book.Balance.ShouldBe(Credits.Of(150 + 30 + 100));
    }

    [Fact]
    public void Grant_nothing_twice_to_who_comes_back_within_the_period()
    {
        var book = new Book().OnPlan(Pro, April).OnPlan(Basic, April.AddDays(10)).OnPlan("pro", April.AddDays(20));

        book.Allotted.Select(grant => grant.Allotment!.Plan).ShouldBe(["pro", "basic"]);
        book.Account.Subscription.ShouldNotBeNull().Turn.Since.ShouldBe(April);
        book.At(May).Allotted[^1].EffectiveAt.ShouldBe(May);
    }

    [Fact]
    public void Grant_what_was_taken_back_to_who_comes_back_and_for_the_days_that_are_left()
    {
        var book = new Book().OnPlan(Prorated, April).OffPlan(April.AddDays(10)).OnPlan("prorated", April.AddDays(10).AddHours(3));
        book.Balance.ShouldBe(Credits.Of(300));

        book.OffPlan(April.AddDays(15)).OnPlan("prorated", April.AddDays(24));
        book.Allotted[^1].Amount.ShouldBe(Credits.Of(60));
    }

    [Fact]
    public void Grant_no_more_than_was_taken_back() =>
        new Book().OnPlan(Prorated, April).Debit(290, at: April.AddDays(1)).OffPlan(April.AddDays(2)).OnPlan("prorated", April.AddDays(3)).Balance.ShouldBe(Credits.Of(10));

    // Of the first grant, a third was earned in ten days; only the second one's share is taken the next time.
    [Fact]
    public void Take_a_share_back_once()
    {
        var book = new Book().OnPlan(Prorated, April).OffPlan(April.AddDays(10)).OnPlan("prorated", April.AddDays(10)).OffPlan(April.AddDays(20));

        book.Balance.ShouldBe(Credits.Of(200));
    }

    [Fact]
    public void Make_no_difference_when_the_account_comes_back_on_the_day_it_left() =>
        Gen.Int[0, 29].Array[0, 8].Sample(days =>
        {
            var book = new Book().OnPlan(Prorated, April);
            foreach (var day in days.Order()) book.OffPlan(April.AddDays(day)).OnPlan("prorated", April.AddDays(day));

            book.Balance.ShouldBe(Credits.Of(300));
        }, iter: 200);

    [Fact]
    public void Be_forgotten_once_the_period_is_over()
    {
        var book = new Book().OnPlan(Pro, April).OffPlan(April.AddDays(10)).OnPlan("pro", May.AddDays(4));

        book.Allotted.Select(grant => grant.EffectiveAt).ShouldBe([April, May.AddDays(4)]);
    }

    [Fact]
    public void Grant_nothing_twice_even_when_it_is_booked_after_the_period() =>
        new Book().Knowing(Pro, Basic).Configure(April, settings => settings.OnPlan("pro")
            .With(new(April.AddDays(10)) { Plan = new("basic") }).With(new(April.AddDays(20)) { Plan = new("pro") })).At(May.AddDays(3))
            .Allotted.Select(grant => (grant.Allotment!.Plan, grant.EffectiveAt)).ShouldBe([("pro", April), ("basic", April.AddDays(10)), ("pro", May)]);

    [Fact]
    public void Remember_the_turns_that_reach_farthest()
    {
        var book = new Book().OnPlan(Given.Plan("yearly", Given.Allotment(1, "yearly", new(new(1, TermUnit.Year), CycleAnchor.Calendar))), April);
        for (var i = 0; i <= Account.MaxFormerTurns; i++) book.OnPlan(Given.Plan($"p{i}", Given.Allotment(1)), April.AddDays(i + 1));

        book.Account.FormerTurns.Length.ShouldBe(Account.MaxFormerTurns);
        book.Account.FormerTurns.Select(turn => turn.Plan).ShouldContain("yearly");
    }

    [Fact]
    public void Come_at_a_scheduled_moment_before_what_begins_with_it()
    {
        var book = new Book().Knowing(Pro, Basic).Configure(April, settings => settings.OnPlan("pro").With(new(May) { Plan = new("basic") })).At(May);

        book.Allotted.Select(grant => (grant.Allotment!.Plan, grant.EffectiveAt)).ShouldBe([("pro", April), ("basic", May)]);
    }

    [Fact]
    public void Leave_what_is_beyond_the_plan_as_it_was()
    {
        var turn = new Book().OnPlan(Pro, April).OffPlan(April.AddDays(3)).Account.FormerTurns.ShouldHaveSingleItem();

        turn.ShouldBe(new PlanTurn("pro", April, [new("monthly", May)]));
    }
}
