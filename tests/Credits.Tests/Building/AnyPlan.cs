using Credits.Grants;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Building;

/// <summary>Generates plans with short periods, so that many of them begin and end within a history.</summary>
internal static class AnyPlan
{
    /// <summary>What plans are called; nobody ever publishes the last.</summary>
    public static readonly string[] Ids = ["pro", "free", "trial", "never was"];

    private static readonly Gen<Cycle> AnyCycle = Gen.OneOfConst(
        new Cycle(new(1, TermUnit.Day), CycleAnchor.Calendar), new Cycle(new(1, TermUnit.Day), CycleAnchor.Subscription), new Cycle(new(2, TermUnit.Day), CycleAnchor.Subscription),
        new Cycle(new(7, TermUnit.Day), CycleAnchor.Calendar), Cycle.Monthly);

    private static readonly Gen<Lifetime> AnyLifetime = Gen.OneOfConst(
        Lifetime.UntilNextPeriod, Lifetime.UntilNextPeriod, Lifetime.UntilNextPeriod, Lifetime.Of(new(1, TermUnit.Day)), Lifetime.Of(new(3, TermUnit.Day)), Lifetime.Never);

    private static readonly Gen<RolloverPolicy?> AnyRollover = Gen.Select(
        Gen.Bool, Gen.OneOfConst(1, 33, 50, 100), Gen.OneOfConst<long?>(null, 1, 2_000_000), Gen.OneOfConst<long?>(null, 3_000_000), Gen.OneOfConst<int?>(null, 1, 2),
        (some, percent, minimum, maximum, periods) => some ? new RolloverPolicy(percent, Amount(minimum), Amount(maximum), periods) : null);

    private static readonly Gen<Allotment> AnyAllotment = Gen.Select(
        Gen.OneOfConst("a", "b", "c"), Gen.Long[1, 20_000_000], AnyCycle, AnyLifetime, AnyRollover, Gen.OneOfConst(50, 100), Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium),
        (id, millionths, cycle, lifetime, rollover, priority, type) => new Allotment(id, Credits.FromMillionths(millionths), cycle)
        {
            Lifetime = lifetime,
            Rollover = lifetime == Lifetime.UntilNextPeriod ? rollover : null,
            Priority = priority,
            CreditType = type,
        });

    public static Gen<PlanTerms> Terms { get; } = Gen.Select(
        AnyCycle, AnyAllotment.Array[0, 3], Gen.Enum<Proration>(),
        (period, allotments, proration) => new PlanTerms { Period = period, Allotments = [.. allotments.DistinctBy(allotment => allotment.Id)], Proration = proration });

    /// <summary>One of those that are published at times; the trial ends.</summary>
    public static Gen<Plan> Plan { get; } = Gen.Select(
        Gen.OneOfConst(Ids[..^1]), Terms, Gen.OneOfConst(null, "pro"),
        (id, terms, then) => new Plan(id) { Terms = id == "trial" ? terms with { Trial = new(1, then) } : terms });

    private static Credits? Amount(long? millionths) => millionths is { } some ? Credits.FromMillionths(some) : null;
}
