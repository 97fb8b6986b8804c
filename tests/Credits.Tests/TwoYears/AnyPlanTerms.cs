using System.Collections.Immutable;
using Credits.Grants;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Tests.TwoYears;

/// <summary>Generates plans that grant in every way there is.</summary>
internal static class AnyPlanTerms
{
    private static readonly string[] Ids = ["free", "team", "pro", "trial"];

    private static readonly Gen<Cycle> AnyCycle = Gen.OneOf(
        Gen.OneOfConst(P(1, TermUnit.Month), P(1, TermUnit.Month), P(1, TermUnit.Year), P(3, TermUnit.Month), P(6, TermUnit.Month), P(7, TermUnit.Day), P(1, TermUnit.Day))
            .Select(every => new Cycle(every, CycleAnchor.Calendar)),
        Gen.OneOfConst(P(1, TermUnit.Month), P(1, TermUnit.Month), P(1, TermUnit.Year), P(5, TermUnit.Month), P(30, TermUnit.Day), P(10, TermUnit.Day))
            .Select(every => new Cycle(every, CycleAnchor.Subscription)));

    private static readonly Gen<Lifetime> AnyLifetime = Gen.OneOf(
        Gen.OneOfConst(Lifetime.UntilNextPeriod, Lifetime.UntilNextPeriod, Lifetime.Never),
        Gen.OneOfConst(P(1, TermUnit.Month), P(12, TermUnit.Month), P(90, TermUnit.Day), P(3, TermUnit.Day), P(1, TermUnit.Year)).Select(Lifetime.Of));

    private static readonly Gen<RolloverPolicy> AnyRollover = Gen.Select(
        Gen.OneOfConst(100, 50, 33, 1), Gen.OneOfConst<long?>(null, null, 20), Gen.OneOfConst<long?>(null, 250, 20), Gen.OneOfConst<int?>(1, 1, 2, 3, null),
        (percent, least, most, periods) => new RolloverPolicy(percent, least is { } l ? Credits.Of(l) : null, most is { } m ? Credits.Of(m) : null, periods));

    private static readonly Gen<Trial?> AnyTrial = Gen.Select(Gen.OneOfConst(7, 30, 90, 200), Gen.OneOfConst("free", "pro", null), Trial? (days, then) => new Trial(days, then));

    /// <summary>Up to two thresholds, by credits or by percent, of which no two are the same.</summary>
    public static Gen<ImmutableArray<Threshold>> Thresholds { get; } = Gen.Select(
        Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium), Gen.OneOf(Gen.OneOfConst<long?>(0), Gen.Long[1, 100_000_000].Select(left => (long?)left), Gen.OneOfConst<long?>([null, null])), Gen.OneOfConst(1, 20, 50, 80, 99),
        (type, left, percent) => left is { } few ? Given.Threshold(few / 1_000_000m, type) : Given.PercentThreshold(percent, type))
        .Array[0, 2].Select(all => all.DistinctBy(threshold => threshold.Crossing).ToImmutableArray());

    /// <summary>Up to two caps, on everything or on one meter.</summary>
    public static Gen<ImmutableArray<Cap>> Caps { get; } = Gen.Select(
        Gen.OneOf(Gen.Long[1, 100], Gen.Long[1, 600_000_000]), Gen.Enum<CapWindow>(), Gen.OneOfConst(null, null, "image"),
        (limit, window, meter) => Given.Cap(limit / 1_000_000m, window, meter)).Array[0, 2].Select(caps => caps.ToImmutableArray());

    /// <summary>A level at which credits are bought by themselves, at times paused; null for none.</summary>
    public static Gen<TopUp?> TopUp { get; } = Gen.Select(
        Gen.OneOf(Gen.OneOfConst<long?>(null, 0), Gen.Long[1, 400_000_000].Select(left => (long?)left)), Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium), Gen.OneOfConst(null, null, "declined"),
        (level, type, paused) => level is { } few ? TopUpAt(few, type, paused) : null);

    /// <summary>One of the plans. Some of its allotments have priorities that no others have, and some share that of purchases.</summary>
    public static Gen<Plan> Of(int number) => Gen.Select(
        AnyCycle, Gen.Select(Gen.Enum<Proration>(), Gen.OneOfConst<int?>(null, null, 0, 3, 12), Thresholds, Caps), number == 3 ? AnyTrial : Gen.OneOfConst<Trial?>([null]),
        Gen.Select(Allotment(number, 0), Allotment(number, 1), Allotment(number, 2)), Gen.OneOfConst(0, 1, 1, 2, 3), Gen.Int[0, 2],
        (period, other, trial, all, count, skipped) => new Plan(Ids[number])
        {
            Thresholds = other.Item3,
            Limits = new() { Caps = other.Item4 },
            Terms = new()
            {
                Period = period,
                Proration = other.Item1,
                ExpiryNoticeDays = other.Item2,
                Trial = trial,
                Allotments = [.. new[] { all.Item1, all.Item2, all.Item3 }.Skip(skipped).Take(count)],
            },
        });

    private static Gen<Allotment> Allotment(int plan, int number) => Gen.Select(
        Gen.OneOf(Gen.Long[1, 100], Gen.Long[1, 500_000_000]), AnyCycle, Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium), AnyLifetime,
        Gen.Select(AnyRollover, Gen.Bool, (rollover, rollsOver) => rollsOver ? rollover : null), Gen.OneOfConst(50 + (plan * 3) + number, 150 + (plan * 3) + number, Grant.DefaultPriority),
        (millionths, cycle, type, lifetime, rollover, priority) => new Allotment($"a{number}", Credits.FromMillionths(millionths), cycle)
        {
            CreditType = type,
            Lifetime = Of(cycle, lifetime),
            Rollover = Of(cycle, lifetime) == Lifetime.UntilNextPeriod ? Of(cycle, rollover) : null,
            Priority = priority,
        });

    private static TopUp TopUpAt(long millionths, CreditType type, string? paused)
    {
        var agreed = Given.TopUp(millionths / 1_000_000m);
        return agreed with { Terms = agreed.Terms with { CreditType = type }, Paused = paused };
    }

    // What comes every few days doesn't live for long, so that there is always room for more grants.
    private static Lifetime Of(Cycle cycle, Lifetime lifetime) => IsOfFewDays(cycle) ? Lifetime.UntilNextPeriod : lifetime;

    private static RolloverPolicy? Of(Cycle cycle, RolloverPolicy? rollover) => IsOfFewDays(cycle) && rollover is { Periods: null } ? rollover with { Periods = 1 } : rollover;

    private static bool IsOfFewDays(Cycle cycle) => cycle.Every is { Unit: TermUnit.Day, Count: < 30 };

    private static Term P(int count, TermUnit unit) => new(count, unit);
}
