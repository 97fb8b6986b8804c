using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Plans;

namespace Credits.Tests.Accounts;

/// <summary>A trial of 14 days began at noon, and free comes after it. Now it is noon a day later.</summary>
public sealed class Staying_should
{
    private static readonly DateTimeOffset Now = Given.Noon.AddDays(1);
    private static readonly ScheduledChange End = new(Given.Noon.AddDays(14)) { Plan = new("free") };
    private static readonly ScheduledChange Upgrade = new(Given.Noon.AddDays(5)) { Plan = new("pro") };

    [Fact]
    public void Call_off_every_change_of_the_plan()
    {
        var pinned = Upgrade with { Pin = new(null) };

        Scheduled(new PlanTerms(), Now, End, pinned).ShouldBe([pinned with { Plan = null }]);
    }

    [Fact]
    public void Keep_the_end_of_a_trial() => Scheduled(Trial, Now, End).ShouldBe([End]);

    [Fact]
    public void Keep_the_end_of_a_trial_where_it_was_put_off_to()
    {
        var later = End with { At = End.At.AddDays(30) };

        Scheduled(Trial, Now, later).ShouldBe([later]);
    }

    [Fact]
    public void Schedule_the_end_of_a_trial_again_when_what_took_its_place_is_off() => Scheduled(Trial, Now, Upgrade).ShouldBe([End]);

    [Fact]
    public void End_a_trial_at_once_whose_days_are_over_by_then() =>
        Scheduled(Trial, End.At.AddDays(1), Upgrade with { At = End.At.AddDays(5) }).ShouldBe([End with { At = End.At.AddDays(1) }]);

    [Fact]
    public void Go_by_the_days_that_the_account_has_whenever_its_turn_began()
    {
        var cameBack = OnTrial(Trial, Upgrade) with { Trials = [new("trial", Given.Noon.AddDays(3))] };

        Staying.OnItsPlan(cameBack, Now).Scheduled.ShouldBe([End with { At = Given.Noon.AddDays(3) }]);
    }

    [Fact]
    public void Let_a_trial_go_on_whose_end_somebody_has_called_off() => Scheduled(Trial, Now).ShouldBeEmpty();

    private static PlanTerms Trial { get; } = new() { Trial = new(Days: 14, Then: "free") };

    private static ImmutableArray<ScheduledChange> Scheduled(PlanTerms terms, DateTimeOffset now, params ScheduledChange[] changes) => Staying.OnItsPlan(OnTrial(terms, changes), now).Scheduled;

    private static Account OnTrial(PlanTerms terms, params ScheduledChange[] changes) => Given.EmptyAccount with
    {
        Settings = changes.Aggregate(new AccountSettings { Plan = "trial" }, (settings, change) => settings.With(change)),
        Subscription = new(terms, new("trial", Given.Noon, [])),
    };
}
