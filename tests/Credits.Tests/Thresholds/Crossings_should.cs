using Credits.Grants;
using Credits.Journal;
using Credits.Limits;
using Credits.Plans;
using Credits.Thresholds;

namespace Credits.Tests.Thresholds;

/// <summary>What is told, and that it is told once.</summary>
public sealed class Crossings_should
{
    [Fact]
    public void Be_told_when_so_little_is_left() => Told(Watching(Given.Threshold(20)).Debit(80)).ShouldBe(["Threshold 20 Reached at 20"]);

    [Fact]
    public void Not_be_told_while_more_is_left() => Told(Watching(Given.Threshold(20)).Debit(79.999999m)).ShouldBeEmpty();

    [Fact]
    public void Be_told_once_however_much_more_is_used() => Told(Watching(Given.Threshold(20)).Debit(85).Debit(5, id: "2").Debit(20, id: "3")).ShouldBe(["Threshold 20 Reached at 15"]);

    [Fact]
    public void Be_told_again_after_they_recovered() =>
        Told(Watching(Given.Threshold(20)).Debit(90).Grant(Given.Grant(100, "more")).Debit(95, id: "2"))
            .ShouldBe(["Threshold 20 Reached at 10", "Threshold 20 Recovered at 110", "Threshold 20 Reached at 15"]);

    [Fact]
    public void Be_told_of_every_level_that_a_commit_passes() =>
        Told(Watching(Given.Threshold(50), Given.Threshold(20), Given.Threshold(0)).Debit(100))
            .ShouldBe(["Threshold 50 Reached at 0", "Threshold 20 Reached at 0", "Threshold 0 Reached at 0"]);

    [Fact]
    public void Count_what_is_owed() => Told(Watching(Given.Threshold(0)).Debit(130)).ShouldBe(["Threshold 0 Reached at -30"]);

    [Fact]
    public void Not_come_and_go_with_holds() => Told(Watching(Given.Threshold(20)).Hold(90).Commit(Given.Noon, commit => commit.Release("hold"))).ShouldBeEmpty();

    [Fact]
    public void Leave_out_grants_that_pay_for_some_meters_only() =>
        Told(Watching(Given.Threshold(20)).Grant(Given.Grant(1_000, "images", meters: "image")).Debit(80, meter: "llm.call")).ShouldBe(["Threshold 20 Reached at 20"]);

    [Fact]
    public void Tell_types_apart() =>
        Told(Watching(Given.Threshold(20, Given.Premium)).Grant(Given.Grant(100, "premium", type: Given.Premium)).Debit(100)).ShouldBeEmpty();

    [Fact]
    public void Not_be_told_of_credits_that_never_were() => Told(Watching(Given.Threshold(0, Given.Premium)).Debit(1)).ShouldBeEmpty();

    [Fact]
    public void Not_be_told_of_credits_of_which_only_free_events_were_charged() =>
        Told(Watching(Given.Threshold(0, Given.Premium), Given.PercentThreshold(20, Given.Premium)).Debit(0, type: Given.Premium)).ShouldBeEmpty();

    [Fact]
    public void Take_a_percentage_of_all_that_was_granted_when_the_last_grant_came()
    {
        var book = Watching(Given.PercentThreshold(20)).Grant(Given.Grant(100, "second")).Debit(159);
        Told(book).ShouldBeEmpty();

        Told(book.Debit(1, id: "2")).ShouldBe(["Threshold 20% Reached at 40"]);
    }

    [Fact]
    public void Keep_the_whole_of_a_percentage_when_a_grant_is_used_up() =>
        Told(Watching(Given.PercentThreshold(60)).Grant(Given.Grant(100, "second")).Debit(80).Debit(30, id: "2")).ShouldBe(["Threshold 60% Reached at 120"]);

    [Fact]
    public void Not_recover_by_a_gift_that_is_little_beside_what_was_there() =>
        Told(Watching(Given.PercentThreshold(20)).Debit(90).Grant(Given.Grant(5, "gift", GrantKind.Promo))).ShouldBe(["Threshold 20% Reached at 10"]);

    [Fact]
    public void Take_no_percentage_of_a_month_that_is_over()
    {
        var book = AllottedEachMonth(500, rollsOver: false).Configure(FirstMonth, settings => settings with { Thresholds = [Given.PercentThreshold(50)] }).Debit(499, at: SecondMonth.AddDays(-1));

        Told(book.At(SecondMonth).At(SecondMonth.AddMinutes(10))).ShouldBe(["Threshold 50% Reached at 1", "Threshold 50% Recovered at 500"]);
    }

    [Fact]
    public void Take_no_percentage_of_what_ended_before_something_was_bought()
    {
        var end = Given.Noon.AddDays(7);
        var book = Book.With(Given.Grant(100, "pack"), Given.Grant(500, "week", until: end));

        book.Grant(Given.Grant(40, "bought", from: Given.Noon), bookedAt: end).Totals.Mark.ShouldBe(Credits.Of(100 + 40));
    }

    [Fact]
    public void Take_a_percentage_of_what_rolled_over_and_not_of_what_it_rolled_over_from()
    {
        var book = AllottedEachMonth(500).Debit(400, at: FirstMonth).At(SecondMonth.AddMinutes(10)).Configure(SecondMonth.AddDays(1), settings => settings with { Thresholds = [Given.PercentThreshold(50)] });
        Told(book.Debit(299, at: SecondMonth.AddDays(1), id: "2")).ShouldBeEmpty();

        Told(book.Debit(1, at: SecondMonth.AddDays(1), id: "3")).ShouldBe(["Threshold 50% Reached at 300"]);
    }

    [Fact]
    public void Take_a_percentage_of_the_same_however_late_a_month_is_booked()
    {
        var onTime = AllottedEachMonth(500).Grant(TenDaysOfTheSecondMonth, FirstMonth).At(SecondMonth).At(SecondMonth.AddMinutes(10)).At(SecondMonth.AddDays(20));
        var late = AllottedEachMonth(500).Grant(TenDaysOfTheSecondMonth, FirstMonth).At(SecondMonth.AddDays(20));

        onTime.Totals.Mark.ShouldBe(Credits.Of(500 + 500 + 70));
        late.Totals.ShouldBe(onTime.Totals);
    }

    [Fact]
    public void Be_dropped_without_a_word_when_nobody_wants_to_know_any_more() =>
        Told(Watching(Given.Threshold(20)).Debit(90).Configure(Given.Noon, settings => settings with { Thresholds = [] })).ShouldBe(["Threshold 20 Reached at 10", "Threshold 20 Dropped at 10"]);

    [Fact]
    public void Be_told_at_once_of_a_threshold_that_is_reached_when_it_is_set() =>
        Told(Book.With(Given.Grant(10)).Configure(Given.Noon, settings => settings with { Thresholds = [Given.Threshold(20)] })).ShouldBe(["Threshold 20 Reached at 10"]);

    [Fact]
    public void Be_told_of_the_plans_thresholds_too()
    {
        var plan = Given.Plan("pro") with { Thresholds = [Given.Threshold(30, by: SetBy.Plan)] };

        Told(Watching(Given.Threshold(20)).OnPlan(plan, Given.Noon).Debit(75)).ShouldBe(["Threshold 30 Reached at 25"]);
    }

    [Fact]
    public void Be_told_when_a_grant_has_expired()
    {
        var book = Book.With(Given.Grant(100, until: Given.Noon.AddHours(1))).Configure(Given.Noon, settings => settings with { Thresholds = [Given.Threshold(0)] });

        Told(book.At(Given.Noon.AddHours(2))).ShouldBe(["Threshold 0 Reached at 0"]);
    }

    [Fact]
    public void Recover_when_a_debit_is_taken_back() =>
        Told(Watching(Given.Threshold(20)).Debit(90).ReverseLastDebit()).ShouldBe(["Threshold 20 Reached at 10", "Threshold 20 Recovered at 100"]);

    [Fact]
    public void Say_nothing_where_nothing_is_booked()
    {
        var book = Watching(Given.Threshold(20));

        book.Commit(Given.Noon, _ => { });

        Told(book).ShouldBeEmpty();
    }

    [Fact]
    public void Be_told_when_a_cap_is_reached_once_a_window()
    {
        var book = Book.With(Given.Grant(1_000)).Configure(Given.Noon, settings => settings with { Limits = new() { Caps = [Given.Cap(10)] } })
            .Debit(9).Debit(2, id: "2").Debit(5, id: "3").Debit(10, at: Given.Noon.AddDays(1), id: "4");

        Told(book).ShouldBe(["Cap 10 Reached at 11", "Cap 10 Reached at 10"]);
    }

    [Fact]
    public void Tell_the_caps_of_each_member_apart()
    {
        var book = Book.With(Given.Grant(1_000)).Configure(Given.Noon, settings => settings with { Limits = new() { Caps = [Given.Cap(10, eachMember: true)] } });
        foreach (var member in new[] { "ann", "bob", "ann" }) book.Commit(Given.Noon, commit => commit.Debit(Given.Event(id: Guid.NewGuid().ToString()) with { Member = member }, Given.Charge(10)));

        book.Journal.Select(entry => entry.Movement).OfType<Movement.Crossed>().Select(crossed => crossed.Crossing.Counter).ShouldBe(["Day:ann|", "Day:bob|"]);
    }

    [Fact]
    public void Come_so_many_days_before_a_grant_expires()
    {
        var book = Noticing(days: 7).Grant(Given.Grant(100, "month", from: Given.Noon, until: Given.Noon.AddDays(30)));
        book.Account.NextDueAt.ShouldBe(Given.Noon.AddDays(23));
        Told(book.At(Given.Noon.AddDays(22.9))).ShouldBeEmpty();

        Told(book.At(Given.Noon.AddDays(23))).ShouldBe(["Expiry Reached at 100"]);
    }

    [Fact]
    public void Come_once_before_a_grant_expires() =>
        Told(Noticing(days: 7).Grant(Given.Grant(100, "month", from: Given.Noon, until: Given.Noon.AddDays(30))).At(Given.Noon.AddDays(24)).At(Given.Noon.AddDays(25)).At(Given.Noon.AddDays(31)))
            .ShouldBe(["Expiry Reached at 100"]);

    [Fact]
    public void Not_come_before_the_end_of_a_grant_that_lives_hardly_longer_than_the_notice() =>
        Told(Noticing(days: 7).Grant(Given.Grant(100, "week", from: Given.Noon, until: Given.Noon.AddDays(13.9))).At(Given.Noon.AddDays(13))).ShouldBeEmpty();

    [Fact]
    public void Not_come_before_the_end_of_a_grant_that_is_used_up() =>
        Told(Noticing(days: 7).Grant(Given.Grant(100, "month", from: Given.Noon, until: Given.Noon.AddDays(30))).Debit(100).At(Given.Noon.AddDays(25))).ShouldBeEmpty();

    [Fact]
    public void Come_as_many_days_before_as_the_plan_says_where_the_account_says_nothing()
    {
        var plan = new Plan("pro") { Terms = new() { ExpiryNoticeDays = 3 } };

        Told(new Book().OnPlan(plan, Given.Noon).Grant(Given.Grant(100, "month", from: Given.Noon, until: Given.Noon.AddDays(30))).At(Given.Noon.AddDays(27))).ShouldBe(["Expiry Reached at 100"]);
    }

    [Fact]
    public void Forget_a_grants_end_once_something_else_is_reached_after_it()
    {
        var book = Noticing(days: 7).Configure(Given.Noon, settings => settings with { Thresholds = [Given.Threshold(0)] })
            .Grant(Given.Grant(100, "month", from: Given.Noon, until: Given.Noon.AddDays(30))).At(Given.Noon.AddDays(24)).At(Given.Noon.AddDays(31));

        book.Account.Reached.ShouldBe([Given.Threshold(0).Crossing]);
    }

    [Fact]
    public void Start_a_top_up_at_its_level() =>
        Told(Book.With(Given.Grant(100)).Configure(Given.Noon, settings => settings with { TopUp = Given.TopUp(level: 50) }).Debit(50)).ShouldBe(["TopUp 50 Reached at 50"]);

    [Fact]
    public void Start_a_top_up_of_an_account_that_has_nothing_yet() =>
        Told(new Book().Configure(Given.Noon, settings => settings with { TopUp = Given.TopUp(level: 50) })).ShouldBe(["TopUp 50 Reached at 0"]);

    [Fact]
    public void End_a_top_up_that_is_paused_and_start_it_again_when_it_goes_on()
    {
        var book = Book.With(Given.Grant(10)).Configure(Given.Noon, settings => settings with { TopUp = Given.TopUp(level: 50) })
            .Configure(Given.Noon, settings => settings with { TopUp = settings.TopUp! with { Paused = "declined" } })
            .Configure(Given.Noon, settings => settings with { TopUp = settings.TopUp! with { Paused = null } });

        Told(book).ShouldBe(["TopUp 50 Reached at 10", "TopUp 50 Dropped at 10", "TopUp 50 Reached at 10"]);
    }

    [Fact]
    public void End_a_top_up_when_more_is_left_again() =>
        Told(Book.With(Given.Grant(10)).Configure(Given.Noon, settings => settings with { TopUp = Given.TopUp(level: 50) }).Grant(Given.Grant(500, "topped-up")))
            .ShouldBe(["TopUp 50 Reached at 10", "TopUp 50 Recovered at 510"]);

    [Fact]
    public void Not_start_a_top_up_while_more_waits_to_roll_over_than_its_level_lacks()
    {
        var book = AllottedEachMonth(500).At(SecondMonth.AddMinutes(10)).Configure(SecondMonth.AddDays(1), settings => settings with { TopUp = Given.TopUp(level: 600) })
            .Debit(300, at: SecondMonth.AddDays(19));

        Told(book.At(ThirdMonth.AddSeconds(30))).ShouldBeEmpty("500 of the third month are there, and 500 of the second roll over");
    }

    [Fact]
    public void Not_be_told_that_nothing_is_left_while_something_waits_to_roll_over()
    {
        var book = AllottedEachMonth(500).Configure(SecondMonth.AddTicks(-1), settings => settings.OnPlan(null) with { Thresholds = [Given.Threshold(0)] });

        Told(book.Debit(100, at: SecondMonth.AddMinutes(1))).ShouldBeEmpty("it is owed, but 500 of the first month roll over");
    }

    [Fact]
    public void Stand_in_every_account_as_its_latest_entries_say() =>
        AnyHistory.Books.Sample(book =>
        {
            foreach (var told in book.Journal.Select(entry => entry.Movement).OfType<Movement.Crossed>().GroupBy(crossed => crossed.Crossing))
            {
                var turns = told.Select(crossed => crossed.Turn).ToArray();
                for (var i = 0; i < turns.Length; i++) (turns[i] == CrossingTurn.Reached).ShouldBe(i % 2 == 0 || told.Key.Kind is CrossingKind.Cap or CrossingKind.Expiry);
            }

            foreach (var threshold in book.Account.Settings.Thresholds.Where(threshold => book.Account.TotalsOf(threshold.CreditType).HaveMoved))
            {
                var reached = threshold.IsReachedBy(book.Account.LeftOf(threshold.CreditType, book.Journal[^1].BookedAt), book.Account.TotalsOf(threshold.CreditType).Mark);
                book.Account.Reached.Contains(threshold.Crossing).ShouldBe(reached);
            }
        }, iter: 1_000);

    private static readonly DateTimeOffset FirstMonth = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), SecondMonth = FirstMonth.AddMonths(1), ThirdMonth = FirstMonth.AddMonths(2);

    private static readonly Grant TenDaysOfTheSecondMonth = Given.Grant(70, "promo", GrantKind.Promo, from: FirstMonth, until: SecondMonth.AddDays(10));

    // What is left of a month rolls over for another, unless it is said not to.
    private static Book AllottedEachMonth(decimal amount, bool rollsOver = true) =>
        new Book().OnPlan(Given.Plan("pro", Given.Allotment(amount) with { Rollover = rollsOver ? new(Rollover.WholePercent, Minimum: null, Maximum: null, Periods: 1) : null }), FirstMonth);

    private static Book Watching(params Threshold[] thresholds) => Book.With(Given.Grant(100)).Configure(Given.Noon, settings => settings with { Thresholds = [.. thresholds] });

    private static Book Noticing(int days) => new Book().Configure(Given.Noon, settings => settings with { ExpiryNoticeDays = days });

    private static IEnumerable<string> Told(Book book) =>
        book.Journal.Select(entry => entry.Movement).OfType<Movement.Crossed>().Select(crossed =>
            $"{crossed.Crossing.Kind}{(crossed.Crossing.Percent is { } percent ? $" {percent}%" : crossed.Crossing.Level is { } level ? $" {level}" : "")} {crossed.Turn} at {crossed.Amount}");
}
