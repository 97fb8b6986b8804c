using Credits.Accounts;
using Credits.Booking;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Credits.Timelines;

namespace Credits.Tests.Timelines;

public sealed class Timeline_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1), June = April.AddMonths(2);

    private static readonly Plan Pro = Given.Plan("pro", Given.Allotment(100)), Basic = Given.Plan("basic", Given.Allotment(30));

    [Fact]
    public void Tell_what_comes_when_in_the_order_of_time() =>
        Lines(new Book().OnPlan(Pro with { Terms = Pro.Terms with { Allotments = [Given.Allotment(100) with { Rollover = new(50, Minimum: null, Maximum: null, Periods: 1) }] } }, April), June.AddDays(1)).ShouldBe([
            "05-01 renews", "05-01 granted 100", "05-01 rolled over 50", "05-01 expired 50",
            "06-01 renews", "06-01 granted 100", "06-01 expired 50", "06-01 rolled over 50", "06-01 expired 50",
        ], ignoreOrder: true);

    [Fact]
    public void Tell_of_other_grants_holds_and_changes()
    {
        var book = Book.With(Given.Grant(10, until: April.AddDays(20))).OnPlan(Pro, April).Hold(5, at: April, until: April.AddHours(2))
            .Configure(April, settings => settings.With(new(April.AddDays(9)) { Caps = [Given.Cap(1)] }));

        Lines(book, May).ShouldBe(["04-01 released 5", "04-10 configured", "04-21 expired 10"]);
    }

    [Fact]
    public void Tell_of_a_change_of_plan_and_of_renewals_only_while_it_lasts()
    {
        var weekly = Basic with { Terms = Basic.Terms with { Period = new(new(7, TermUnit.Day), CycleAnchor.Calendar) } };
        var book = new Book().OnPlan(Pro, April).Knowing(weekly).Configure(April, settings => settings.With(new(May) { Plan = new("basic") }));

        Lines(book, May.AddDays(12)).ShouldBe([
            "05-01 configured", "05-01 unsubscribed", "05-01 subscribed", "05-01 granted 30", "05-01 expired 100", "05-04 renews", "05-11 renews",
        ]);
    }

    [Fact]
    public void Take_what_is_due_already_as_done() =>
        Timeline.Of(new Book().OnPlan(Pro, April).Account, Plans(Pro), now: May.AddDays(1), until: June.AddTicks(1), most: 10).Items.Select(Line).ShouldBe(["06-01 renews", "06-01 granted 100", "06-01 expired 100"], ignoreOrder: true);

    [Fact]
    public void End_before_its_end() => Lines(new Book().OnPlan(Pro, April), May).ShouldBeEmpty();

    // The expiry is booked ten minutes later, after the allotment of the next day would be.
    [Fact]
    public void Tell_of_an_expiry_just_before_its_end()
    {
        var book = Book.With(Given.Grant(10, until: May.AddMinutes(-5))).OnPlan(Pro, April);

        Lines(book, May).ShouldBe(["04-30 expired 10"]);
        Timeline.Of(book.Account, book.Plans, April, June, most: 1).Items.Select(Line).ShouldBe(["04-30 expired 10"]);
    }

    [Fact]
    public void Say_when_it_was_cut()
    {
        var book = new Book().OnPlan(Pro, April);

        var (items, isCut) = Timeline.Of(book.Account, book.Plans, April, April.AddYears(50), most: 7);

        items.Select(Line).Take(3).ShouldBe(["05-01 renews", "05-01 granted 100", "05-01 expired 100"], ignoreOrder: true);
        (items.Length, isCut).ShouldBe((7, true));
        Timeline.Of(book.Account, book.Plans, April, May.AddDays(1), most: 3).IsCut.ShouldBeFalse();
    }

    [Fact]
    public void Go_on_past_an_allotment_that_waits_for_room()
    {
        var book = Book.With([.. Enumerable.Range(0, Account.MaxOpenGrants).Select(i => Given.Grant(1, $"g{i:D2}", until: i == 0 ? April.AddDays(9) : null))]).OnPlan(Pro, April);

        Lines(book, May).ShouldBe(["04-01 granted 100", "04-10 expired 1"]);
    }

    [Fact]
    public void Be_empty_for_an_account_that_nothing_comes_to() => Lines(Book.With(Given.Grant(1)), April.AddYears(9)).ShouldBeEmpty();

    [Fact]
    public void Tell_just_what_is_booked_later_when_nothing_else_happens() =>
        Gen.Select(AnyHistory.Books.Where(book => book.Journal.Count > 0), Gen.Int[0, 20 * 24 * 60]).Sample((book, minutes) =>
        {
            var now = book.Journal[^1].BookedAt;
            var until = now.AddMinutes(minutes).AddTicks(1);
            book.At(now);
            var timeline = Timeline.Of(book.Account, book.Plans, now, until, most: 10_000);
            timeline.IsCut.ShouldBeFalse();

            // What counts from the last minutes is booked after the end.
            if (timeline.Items.Any(item => item.At >= until - Account.SettlementDelay)) return;

            using var chain = new HashChain();
            var commit = new PendingCommit(book.Account, until, chain);
            commit.Settle(book.Plans);

            timeline.Items.Select(item => item.Movement).OfType<Movement>().ShouldBe(commit.Entries.Select(entry => entry.Movement), ignoreOrder: true);
        }, iter: 300);

    private static IEnumerable<string> Lines(Book book, DateTimeOffset until) => Timeline.Of(book.Account, book.Plans, book.Journal[^1].BookedAt, until, most: 100).Items.Select(Line);

    private static string Line(Coming coming) => $"{coming.At:MM-dd} " + coming.Movement switch
    {
        null => "renews",
        Movement.Granted granted => $"granted {granted.Grant.Amount}",
        Movement.RolledOver rolled => $"rolled over {rolled.Grant.Amount}",
        Movement.Expired expired => $"expired {expired.Amount}",
        Movement.Released released => $"released {released.Amount}",
        var other => $"{other.GetType().Name.ToLowerInvariant()}",
    };

    private static Dictionary<string, Plan> Plans(params Plan[] plans) => plans.ToDictionary(plan => plan.Id);
}
