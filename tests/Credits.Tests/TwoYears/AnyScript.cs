using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <summary>Generates two years of an account in which everything happens, often on the very moments at which periods begin.</summary>
internal static class AnyScript
{
    private static readonly string[] Plans = ["free", "team", "pro", "trial"];
    private static readonly string[] Meters = ["llm.call", "image"];

    private static readonly Gen<CreditType> AnyType = Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium);
    private static readonly Gen<long> AnyAmount = Gen.OneOf(Gen.Long[1, 50], Gen.Long[1, 400_000_000]);
    private static readonly Gen<string?> AnyPlan = Gen.OneOfConst<string?>([.. Plans, .. Plans, null]);

    private static readonly Gen<Pause> AnyPause = Gen.Frequency<Pause>(
        (5, Gen.Int[1, 90].Select(Pause (minutes) => new Pause.Of(TimeSpan.FromMinutes(minutes)))),
        (5, Gen.Int[1, 30].Select(Pause (hours) => new Pause.Of(TimeSpan.FromHours(hours)))),
        (3, Gen.Int[1, 40].Select(Pause (days) => new Pause.Of(TimeSpan.FromDays(days)))),
        (1, Gen.Int[40, 150].Select(Pause (days) => new Pause.Of(TimeSpan.FromDays(days)))),
        (4, Gen.Select(Gen.OneOfConst(1, 1, 15, 28, 29, 31), Gen.OneOfConst(0, 0, 0, -1, 1, 4, 9, 10, 11), Pause (day, minutes) => new Pause.UntilDay(day, minutes))));

    private static readonly Gen<Happening> AnyHappening = Gen.Frequency<Happening>(
        (8, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(Meters), Gen.OneOfConst(0, 0, 0, 2, 11, 600, 45_000), Gen.OneOfConst<int?>(null, 0, 0, 1),
            Happening (after, amount, type, meter, late, hold) => new Happening.Use(after, amount, type, meter, late, hold))),
        (2, Gen.Select(AnyPause, AnyAmount, AnyType, Happening (after, amount, type) => new Happening.Buy(after, amount, type))),
        (2, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(null, null, "image"), Gen.OneOfConst(0, 0, 0, 7), Gen.Int[1, 60],
            Happening (after, amount, type, meter, wait, days) => new Happening.Promote(after, amount, type, meter, wait, days))),
        (5, Gen.Select(AnyPause, AnyPlan, Happening (after, plan) => new Happening.ChangePlan(after, plan))),
        (2, Gen.Select(AnyPause, AnyPlan, Happening (after, plan) => new Happening.ChangePlanAtPeriodEnd(after, plan))),
        (1, Gen.Select(AnyPause, Gen.Int[0, 30_000], AnyPlan, Happening (after, minutes, plan) => new Happening.ChangePlanIn(after, TimeSpan.FromMinutes(minutes), plan))),
        (1, Gen.Select(AnyPause, Gen.Int[0, Plans.Length - 1].SelectMany(AnyPlanTerms.Of), Happening (after, plan) => new Happening.EditPlan(after, plan))),
        (3, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(Meters), Gen.OneOfConst(1, 30, 1_440, 1_440, 1_440),
            Happening (after, amount, type, meter, minutes) => new Happening.SetAside(after, amount, type, meter, minutes))),
        (1, Gen.Select(AnyPause, Gen.OneOfConst(1, 15, 29, 31), Happening (after, day) => new Happening.SetBillingDay(after, day))),
        (1, Gen.Select(AnyPause, Gen.OneOfConst<int?>(null, 0, 5, 40), Happening (after, days) => new Happening.SetNotice(after, days))),
        (1, Gen.Select(AnyPause, Gen.OneOf(Gen.OneOfConst<long?>(null, 0), Gen.Long[1, 100_000_000].Select(left => (long?)left)), AnyType, Happening (after, left, type) => new Happening.SetThreshold(after, left, type))),
        (1, Gen.Select(AnyPause, Gen.Bool, Happening (after, repays) => new Happening.SetRepays(after, repays))));

    /// <summary>Timers that sleep for hours up to months.</summary>
    public static Gen<Timer> Sleepers { get; } = Gen.OneOf(Gen.Int[1, 60], Gen.Int[24, 24 * 150]).Array[1, 5].Select(Timer (hours) => new Timer.Sleepy(hours));

    private static readonly Gen<Timer> AnyTimer = Gen.OneOf(Gen.OneOfConst(1, 1, 3, 7).Select(Timer (minutes) => new Timer.Punctual(minutes)), Sleepers);

    // One of the two has a leap day in it.
    private static readonly Gen<DateTimeOffset> AnyStart = Gen.Select(
        Gen.OneOfConst(2026, 2027), Gen.OneOfConst(0, 30, 31 + 27, 150), Gen.Int[0, 24 * 60 - 1],
        (year, days, minutes) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(days).AddMinutes(minutes));

    public static Gen<Script> Scripts { get; } = Gen.Select(
        AnyTimer, AnyStart, Gen.Select(AnyPlanTerms.Of(0), AnyPlanTerms.Of(1), AnyPlanTerms.Of(2), AnyPlanTerms.Of(3)), AnyHappening.Array[1, 60],
        (timer, start, plans, happenings) => new Script(timer, start, [plans.Item1, plans.Item2, plans.Item3, plans.Item4], happenings));

    /// <summary>Those in which nothing depends on when a commit is made: no plan is edited, and nothing that is given begins later.</summary>
    public static Gen<Script> WhollyDue { get; } = Scripts.Select(script => script with
    {
        Happenings = [.. script.Happenings.Where(happening => happening is not Happening.EditPlan)
            .Select(happening => happening is Happening.Promote promotion ? promotion with { InDays = 0 } : happening)],
    });
}
