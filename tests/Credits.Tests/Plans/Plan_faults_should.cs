using Credits.Plans;
using Credits.Rating;

namespace Credits.Tests.Plans;

public sealed class Plan_faults_should
{
    [Fact]
    public void Be_none_of_a_plan_that_says_nothing() => PlanFaults.Of(new("free")).ShouldBeEmpty();

    [Fact]
    public void All_be_told_at_once() =>
        Paths(new("pro")
        {
            Name = "",
            Overrides = [RateOverride.Multiply("", new(1))],
            Limits = new() { OverdraftLimit = Credits.Of(-1), Caps = [Given.Cap(-1, meter: "")] },
            Fallbacks = [new("", ""), new("chat", "a"), new("chat", "b")],
        }).ShouldBe(["name", "overrides[0].meter", "limits.overdraftLimit", "limits.caps[0].limit", "limits.caps[0].meter", "fallbacks[0].meter", "fallbacks[0].hint", "fallbacks[2]"]);

    [Fact]
    public void Bound_how_much_a_plan_may_say() =>
        Paths(new("pro")
        {
            Overrides = [.. Enumerable.Range(0, Plan.MaxOverrides + 1).Select(i => RateOverride.Multiply($"m{i}", new(1)))],
            Limits = new() { Caps = [.. Enumerable.Range(0, Plan.MaxCaps + 1).Select(_ => Given.Cap(-1))] },
            Fallbacks = [.. Enumerable.Range(0, Plan.MaxFallbacks + 1).Select(i => new Fallback($"m{i}", "x"))],
        }).ShouldBe(["overrides", "limits.caps", "fallbacks"]);

    private static IEnumerable<string> Paths(Plan plan) => PlanFaults.Of(plan).Select(fault => fault.Path);
}
