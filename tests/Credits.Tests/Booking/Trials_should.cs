using Credits.Accounts;
using Credits.Booking;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Booking;

/// <summary>A trial of 14 days, and basic after it.</summary>
public sealed class Trials_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero), End = April.AddDays(14);

    private static readonly Plan Basic = Given.Plan("basic", Given.Allotment(30)), Trial = TrialPlan("trial", then: "basic", Given.Allotment(300));

    [Fact]
    public void End_by_themselves()
    {
        var book = new Book().Knowing(Basic).OnPlan(Trial, April);
        book.Account.Settings.Scheduled.ShouldBe([new(End) { Plan = new("basic") }]);

        book.At(End).Account.Settings.Plan.ShouldBe("basic");
        book.Account.Settings.Scheduled.ShouldBeEmpty();
        book.Allotted[^1].Allotment.ShouldBe(new("basic", "monthly", new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)));
        book.Allotted[^1].EffectiveAt.ShouldBe(End);
    }

    [Fact]
    public void Leave_a_change_of_plan_that_is_scheduled_already()
    {
        var june = new ScheduledChange(End.AddMonths(2)) { Plan = new("basic") };

        new Book().Knowing(Trial).Configure(April, settings => settings.OnPlan("trial").With(june)).Account.Settings.Scheduled.ShouldBe([june]);
        new Book().Knowing(Trial).Configure(April, settings => settings.OnPlan("trial").With(new(june.At) { Caps = [] })).Account.Settings.Scheduled.Length.ShouldBe(2);
    }

    // Leaving calls the end off, so coming back has to schedule it again.
    [Fact]
    public void Go_on_while_the_account_is_elsewhere()
    {
        var book = new Book().Knowing(Basic).OnPlan(Trial, April).OffPlan(April.AddDays(1)).OnPlan("trial", April.AddDays(13));

        book.Account.Settings.Scheduled.ShouldBe([new(End) { Plan = new("basic") }]);
        book.Allotted.Count.ShouldBe(1);
    }

    [Fact]
    public void Be_over_for_who_comes_back_after_their_days()
    {
        var book = new Book().Knowing(Basic).OnPlan(Trial, April).OffPlan(April.AddDays(1)).OnPlan("trial", End);

        book.Account.Settings.Plan.ShouldBe("basic");
        book.Account.Settings.Scheduled.ShouldBeEmpty();
        book.Allotted.Select(grant => grant.Allotment!.Plan).ShouldBe(["trial", "basic"]);
    }

    [Fact]
    public void Be_over_for_a_scheduled_change_too() =>
        new Book().Knowing(Basic, Trial).Configure(April, settings => settings.OnPlan("trial").With(new(April.AddDays(1)) { Plan = new(Id: null) }).With(new(End.AddDays(20)) { Plan = new("trial") }))
            .At(End.AddDays(30)).Account.Settings.Plan.ShouldBe("basic");

    [Fact]
    public void Move_no_credits_of_who_asks_again_on_the_plan_that_came_after()
    {
        var prorated = Given.ProratedPlan("basic", Given.Allotment(30));
        var book = new Book().Knowing(prorated).OnPlan(Trial, April).At(End);
        var before = book.Journal.Count;

        book.OnPlan("trial", End.AddDays(1));

        book.Account.Settings.Plan.ShouldBe("basic");
        book.MovementsAfter(before).ShouldAllBe(movement => movement is Movement.Configured);
    }

    [Fact]
    public void Be_had_once_of_each_plan()
    {
        var other = TrialPlan("other", then: "basic");

        var book = new Book().Knowing(Basic).OnPlan(Trial, April).OnPlan(other, End);
        book.Account.Settings.Scheduled.ShouldBe([new(End.AddDays(14)) { Plan = new("basic") }]);

        book.OnPlan("trial", End.AddDays(1)).Account.Settings.Plan.ShouldBe("basic");
    }

    [Fact]
    public void Be_passed_one_after_the_other()
    {
        var first = TrialPlan("first", then: "trial");

        new Book().Knowing(Basic).OnPlan(Trial, April).OnPlan(first, April.AddDays(1)).OffPlan(April.AddDays(2)).OnPlan("first", End.AddDays(1)).Account.Settings.Plan.ShouldBe("basic");
    }

    [Fact]
    public void Lead_to_no_plan_where_they_lead_in_a_circle()
    {
        var (one, two) = (TrialPlan("one", then: "two"), TrialPlan("two", then: "one"));

        var book = new Book().Knowing(two).OnPlan(one, April).At(April.AddDays(14));
        book.Account.Settings.Plan.ShouldBe("two");

        book.At(April.AddDays(28)).Account.Settings.Plan.ShouldBeNull();
        book.Account.Subscription.ShouldBeNull();
    }

    [Fact]
    public void Be_so_many_at_most()
    {
        var book = new Book().Knowing(Basic);
        for (var i = 0; i < Account.MaxTrials; i++) book.OnPlan(TrialPlan($"trial-{i}", then: "basic"), April.AddDays(i));
        book.Account.Trials.Length.ShouldBe(Account.MaxTrials);

        book.OnPlan(Trial, April.AddDays(100)).Account.Settings.Plan.ShouldBe("basic");
        book.Account.Trials.Length.ShouldBe(Account.MaxTrials);
    }

    [Fact]
    public void Grant_nothing_again_while_their_days_last_whatever_plans_come_between()
    {
        var book = new Book().Knowing(Basic).OnPlan(Trial, April);
        for (var i = 0; i <= Account.MaxFormerTurns; i++)
            book.OnPlan(Given.Plan($"yearly-{i}", Given.Allotment(1, "yearly", new(new(1, TermUnit.Year), CycleAnchor.Calendar))), April.AddHours(i + 1));

        book.OnPlan("trial", April.AddDays(1)).Allotted.Count(grant => grant.Allotment!.Plan == "trial").ShouldBe(1);
        book.OnPlan("basic", End).OffPlan(End.AddDays(1)).Account.FormerTurns.Length.ShouldBe(Account.MaxFormerTurns, "what is over needs not be remembered");
    }

    [Fact]
    public void Have_begun_when_the_account_came_where_its_plan_becomes_one()
    {
        var book = new Book().Knowing(Basic).OnPlan(Given.Plan("trial", Given.Allotment(300)), April).OnPlan(Trial, April.AddDays(3));
        book.Account.Settings.Scheduled.ShouldBeEmpty("nobody's plan ends that did not when they came");

        book.OffPlan(April.AddDays(4)).OnPlan("trial", April.AddMonths(3)).Account.Settings.Plan.ShouldBe("basic");
    }

    // So accounts of an earlier version can't have them again.
    [Fact]
    public void Be_noted_with_the_next_commit_of_an_account_of_which_they_were_not()
    {
        var book = new Book().Knowing(Basic).OnPlan(Trial, April);
        using var chain = new HashChain();
        var commit = new PendingCommit(book.Account with { Trials = [] }, April.AddDays(2), chain);

        commit.Settle(book.Plans);

        commit.Account.Trials.ShouldBe([new("trial", End)]);
        commit.Account.Settings.ShouldBe(book.Account.Settings);
    }

    private static Plan TrialPlan(string id, string? then, params Allotment[] allotments)
    {
        var plan = Given.Plan(id, allotments);
        return plan with { Terms = plan.Terms with { Trial = new(14, then) } };
    }
}
