using Credits.Accounts;
using Credits.Booking;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Booking;

public sealed class Plan_allotments_should
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), April = March.AddMonths(1), May = March.AddMonths(2), June = March.AddMonths(3);

    private static readonly Plan Pro = Given.Plan("pro", Given.Allotment(100));

    private static readonly Plan Rolling = Given.Plan("rolling", Given.Allotment(100) with { Rollover = new(50, Minimum: null, Maximum: null, Periods: 1) });

    private static readonly Cycle Daily = new(new(1, TermUnit.Day), CycleAnchor.Calendar);

    [Fact]
    public void Be_granted_when_the_account_comes_under_the_number_of_their_entry()
    {
        var book = new Book().OnPlan(Pro, March);

        book.Journal.Select(entry => entry.Movement.GetType().Name).ShouldBe(["Configured", "Subscribed", "Granted"]);
        book.Allotted.ShouldHaveSingleItem().Id.ShouldBe("allotment-3");
        book.Balance.ShouldBe(Credits.Of(100));
        book.Account.NextDueAt.ShouldBe(April);
    }

    [Fact]
    public void Be_granted_at_the_first_moment_of_each_period()
    {
        var book = new Book().OnPlan(Pro, March);

        book.At(April.AddTicks(-1)).Allotted.Count.ShouldBe(1);
        book.At(April).Allotted.Count.ShouldBe(2);
        book.At(April).Allotted.Count.ShouldBe(2);
    }

    [Fact]
    public void Have_their_own_dates_and_ends_however_late_they_are_booked()
    {
        var book = new Book().OnPlan(Pro, March).At(June.AddDays(3));

        book.Allotted.Select(grant => (grant.EffectiveAt, grant.ExpiresAt)).ShouldBe([(March, April), (April, May), (May, June), (June, June.AddMonths(1))]);
        book.Balance.ShouldBe(Credits.Of(100));
        book.Totals.Expired.ShouldBe(Credits.Of(300));
    }

    [Fact]
    public void Repay_overdraft_as_of_their_moment()
    {
        var book = new Book().OnPlan(Pro, March).Debit(130, at: March.AddDays(1)).At(June.AddDays(1));

        book.Totals.Overdraft.ShouldBe(Credits.Zero);
        book.ClosedGrants.Select(closed => closed.Expired).ShouldBe([Credits.Zero, Credits.Of(70), Credits.Of(100)]);
    }

    [Fact]
    public void Roll_over_what_their_plan_lets_and_expire_for_the_rest_when_the_expiry_is_booked()
    {
        var book = new Book().OnPlan(Rolling, March).Debit(40, at: March.AddDays(1)).At(April.AddMinutes(10).AddTicks(-1));
        book.Journal.ShouldNotContain(entry => entry.Movement is Movement.RolledOver);
        var before = book.Journal.Count;

        book.At(April.AddMinutes(10));

        var movements = book.MovementsAfter(before).ToArray();
        movements.Length.ShouldBe(2);
        var rolled = movements[0].ShouldBeOfType<Movement.RolledOver>();
        rolled.From.ShouldBe("allotment-3");
        rolled.Grant.ShouldBe(new Grant
        {
            Id = $"rollover-{before + 1}",
            Kind = GrantKind.Allotment,
            Amount = Credits.Of(30),
            Remaining = Credits.Of(30),
            EffectiveAt = April,
            ExpiresAt = May,
            Reference = "Rolled over from allotment-3",
        });
        movements[1].ShouldBe(new Movement.Expired(CreditType.Default, "allotment-3", Credits.Of(30)));
        book.Totals.Granted.ShouldBe(Credits.Of(200));
        book.Balance.ShouldBe(Credits.Of(130));
    }

    [Fact]
    public void Say_of_a_closed_grant_what_rolled_over()
    {
        var closed = new Book().OnPlan(Rolling, March).Debit(40, at: March.AddDays(1)).At(April.AddDays(1)).ClosedGrants.ShouldHaveSingleItem();

        (closed.Grant.Id, closed.RolledOver, closed.Expired, closed.Voided).ShouldBe(("allotment-3", Credits.Of(30), Credits.Of(30), Credits.Zero));
    }

    [Fact]
    public void Say_of_a_closed_grant_that_all_of_it_rolled_over()
    {
        var all = Given.Plan("all", Given.Allotment(100) with { Rollover = new(100, Minimum: null, Maximum: null, Periods: null) });

        var closed = new Book().OnPlan(all, March).At(April.AddDays(1)).ClosedGrants.ShouldHaveSingleItem();

        (closed.RolledOver, closed.Expired).ShouldBe((Credits.Of(100), Credits.Zero));
    }

    [Fact]
    public void Say_of_a_grant_that_was_burned_that_nothing_rolled_over() =>
        new Book().OnPlan(Rolling, March).Debit(100, at: March.AddDays(1)).ClosedGrants.ShouldHaveSingleItem().RolledOver.ShouldBe(Credits.Zero);

    [Fact]
    public void Not_roll_over_twice()
    {
        var book = new Book().OnPlan(Rolling, March).At(May.AddDays(1));

        book.Journal.Select(entry => entry.Movement).OfType<Movement.RolledOver>().Select(rolled => rolled.From).ShouldBe(["allotment-3", book.Allotted[1].Id]);
        book.Totals.Expired.ShouldBe(Credits.Of(50 + 50 + 50));
    }

    [Fact]
    public void Let_a_late_event_burn_the_old_grant_first_before_it_rolls_over() =>
        new Book().OnPlan(Rolling, March).At(April).Debit(60, at: April.AddSeconds(-1), bookedAt: April.AddMinutes(9)).At(April.AddMinutes(10)).Journal
            .Select(entry => entry.Movement).OfType<Movement.RolledOver>().Single().Grant.Amount.ShouldBe(Credits.Of(20));

    [Fact]
    public void Wait_for_room_while_the_rest_goes_on()
    {
        var two = Given.Plan("two", Given.Allotment(1, "waits"));
        var book = Book.With([.. Enumerable.Range(0, Account.MaxOpenGrants).Select(i => Given.Grant(1, $"g{i:D2}", until: April.AddDays(i)))]);

        book.OnPlan(two, Given.Noon).Commit(Given.Noon, commit => commit.Place(Given.Hold(until: Given.Noon.AddHours(1)), Credits.Of(1)).ShouldBeNull()).At(Given.Noon.AddHours(1));

        book.Allotted.ShouldBeEmpty();
        book.Account.Holds.ShouldBeEmpty();
        book.At(April.AddMinutes(10));
        book.Allotted.Select(grant => grant.EffectiveAt).ShouldBe([Given.Noon, April]);
        book.Account.AssertConserved();
    }

    [Fact]
    public void Be_granted_once_there_is_room_within_the_same_commit()
    {
        var book = Book.With([.. Enumerable.Range(0, Account.MaxOpenGrants).Select(i => Given.Grant(1, $"g{i:D2}", until: i == 0 ? March.AddDays(10) : null))]).OnPlan(Pro, Given.Noon);

        var settled = Settled.At(book.Account, book.Plans, April.AddDays(10));

        settled.OpenGrants.Select(grant => grant.Allotment).ShouldContain(new AllotmentPeriod("pro", "monthly", May));
        book.At(April.AddDays(10)).Allotted.Select(grant => grant.EffectiveAt).ShouldBe([Given.Noon, April]);
    }

    // Sixty periods, each with a grant that rolls over and expires, of ten allotments.
    [Fact]
    public void Take_several_commits_when_many_are_due_and_lose_none()
    {
        var daily = Given.Plan("daily", [.. Enumerable.Range(0, PlanTerms.MaxAllotments).Select(i => Given.Allotment(3, $"a{i}", Daily) with { Rollover = new(50, Minimum: null, Maximum: null, Periods: 1) })]);
        var book = new Book().OnPlan(daily, March);
        using var chain = new HashChain();
        var first = new PendingCommit(book.Account, April.AddDays(28), chain);

        first.Settle(book.Plans);

        first.IsFull.ShouldBeTrue();
        (first.ClosedGrants.Count + first.Account.OpenGrants.Length).ShouldBeLessThanOrEqualTo(95);
        book.At(April.AddDays(28)).Allotted.Count.ShouldBe(60 * PlanTerms.MaxAllotments);
        book.Allotted.GroupBy(grant => grant.Allotment!.Allotment).ShouldAllBe(grants => grants.Select(grant => grant.EffectiveAt).SequenceEqual(Enumerable.Range(0, 60).Select(day => March.AddDays(day))));
        Settled.At(first.Account, book.Plans, April.AddDays(28)).ShouldBe(book.Account);
    }

    [Fact]
    public void Follow_changed_terms_from_the_next_grant_on()
    {
        var book = new Book().OnPlan(Pro, March).Knowing(Given.Plan("pro", Given.Allotment(70))).At(March.AddDays(3));

        book.Balance.ShouldBe(Credits.Of(100));
        book.Journal[^1].Movement.ShouldBeOfType<Movement.Subscribed>();
        book.At(April).Allotted[^1].Amount.ShouldBe(Credits.Of(70));
        book.Journal.Count(entry => entry.Movement is Movement.Subscribed).ShouldBe(2);
    }

    [Fact]
    public void Begin_a_new_one_when_its_terms_are_taken_over()
    {
        var book = new Book().OnPlan(Pro, March).Knowing(Given.Plan("pro", Given.Allotment(100), Given.Allotment(5, "extra"))).At(March.AddDays(3));

        book.Allotted[^1].Allotment.ShouldBe(new("pro", "extra", April));
        book.Allotted[^1].EffectiveAt.ShouldBe(March.AddDays(3));
    }

    [Fact]
    public void Go_on_under_the_terms_that_were_taken_over_when_the_plan_is_not_there_any_more()
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(new Book().OnPlan(Pro, March).Account, April, chain);

        commit.Settle();

        commit.Account.Subscription.ShouldNotBeNull().DueAt(Pro.Terms.Allotments[0]).ShouldBe(May);
    }

    [Fact]
    public void Begin_when_the_plan_is_there()
    {
        var book = new Book().OnPlan("pro", March);
        book.Allotted.ShouldBeEmpty();

        book.Knowing(Pro).At(March.AddDays(9));

        book.Allotted.ShouldHaveSingleItem().EffectiveAt.ShouldBe(March.AddDays(9));
    }

    [Fact]
    public void Book_nothing_for_a_plan_that_grants_nothing() => new Book().OnPlan(new Plan("free"), March).Account.Subscription.ShouldBeNull();
}
