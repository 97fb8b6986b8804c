using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <summary>Generates two years of an account in which everything happens, often on the very moments at which periods begin.</summary>
internal static class AnyScript
{
    private static readonly string[] Plans = ["free", "team", "pro", "trial"];
    private static readonly string[] Meters = ["llm.call", "image"];

    // North and south, by halves and quarters of an hour, and with midnights that are skipped (Cairo, Beirut, Santiago, once São Paulo), that come twice (Havana),
    // over which clocks are set back (once St John's).
    private static readonly string?[] Zones =
    [
        null, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut",
        "America/Santiago", "America/Havana", "America/St_Johns", "America/St_Johns", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    ];

    private static readonly Gen<string?> AnyZone = Gen.OneOfConst(Zones);

    private static readonly Gen<CreditType> AnyType = Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium);
    private static readonly Gen<long> AnyAmount = Gen.OneOf(Gen.Long[1, 50], Gen.Long[1, 400_000_000]);
    private static readonly Gen<string?> AnyPlan = Gen.OneOfConst<string?>([.. Plans, .. Plans, null]);

    private static readonly Gen<int> AnyMinutes = Gen.OneOfConst(0, 0, 0, -1, 1, 4, 9, 10, 11);

    private static readonly Gen<Pause> AnyPause = Gen.Frequency<Pause>(
        (5, Gen.Int[1, 90].Select(Pause (minutes) => new Pause.Of(TimeSpan.FromMinutes(minutes)))),
        (5, Gen.Int[1, 30].Select(Pause (hours) => new Pause.Of(TimeSpan.FromHours(hours)))),
        (3, Gen.Int[1, 40].Select(Pause (days) => new Pause.Of(TimeSpan.FromDays(days)))),
        (1, Gen.Int[40, 150].Select(Pause (days) => new Pause.Of(TimeSpan.FromDays(days)))),
        (4, Gen.Select(Gen.OneOfConst(1, 1, 15, 28, 29, 30, 31), AnyMinutes, Pause (day, minutes) => new Pause.UntilDay(day, minutes))),
        (2, Gen.OneOf(AnyMinutes, Gen.Int[-1_500, 1_500]).Select(Pause (minutes) => new Pause.UntilClocksChange(minutes))));

    private static readonly Gen<Happening> AnyHappening = Gen.Frequency<Happening>(
        (8, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(Meters), Gen.OneOfConst(0, 0, 0, 2, 11, 600, 45_000), Gen.OneOfConst<int?>(null, 0, 0, 1),
            Happening (after, amount, type, meter, late, hold) => new Happening.Use(after, amount, type, meter, late, hold))),
        (3, Gen.Select(AnyPause, Gen.Int[1, 50], Gen.OneOfConst(0, 0, 0, 2, 600, 45_000), Happening (after, pages, late) => new Happening.UsePages(after, pages, late))),
        (2, Gen.Select(AnyPause, AnyAmount, AnyType, Happening (after, amount, type) => new Happening.Buy(after, amount, type))),
        (2, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(null, null, "image"), Gen.OneOfConst(0, 0, 0, 7), Gen.Int[1, 60],
            Happening (after, amount, type, meter, wait, days) => new Happening.Promote(after, amount, type, meter, wait, days))),
        (5, Gen.Select(AnyPause, AnyPlan, Happening (after, plan) => new Happening.ChangePlan(after, plan))),
        (2, Gen.Select(AnyPause, AnyPlan, Happening (after, plan) => new Happening.ChangePlanAtPeriodEnd(after, plan))),
        (1, Gen.Select(AnyPause, Gen.Int[0, 30_000], AnyPlan, Happening (after, minutes, plan) => new Happening.ChangePlanIn(after, TimeSpan.FromMinutes(minutes), plan))),
        (1, Gen.Select(AnyPause, Gen.Int[0, Plans.Length - 1].SelectMany(AnyPlanTerms.Of), Happening (after, plan) => new Happening.EditPlan(after, plan))),
        (3, Gen.Select(AnyPause, AnyAmount, AnyType, Gen.OneOfConst(Meters), Gen.OneOfConst(1, 30, 1_440, 1_440, 1_440),
            Happening (after, amount, type, meter, minutes) => new Happening.SetAside(after, amount, type, meter, minutes))),
        (1, Gen.Select(AnyPause, Gen.OneOfConst(1, 15, 29, 30, 31), Happening (after, day) => new Happening.SetBillingDay(after, day))),
        (1, Gen.Select(AnyPause, Gen.OneOfConst<int?>(null, 0, 5, 40), Happening (after, days) => new Happening.SetNotice(after, days))),
        (1, Gen.Select(AnyPause, AnyPlanTerms.Thresholds, Happening (after, thresholds) => new Happening.SetThresholds(after, new(thresholds)))),
        (1, Gen.Select(AnyPause, AnyPlanTerms.TopUp, Happening (after, topUp) => new Happening.SetTopUp(after, topUp))),
        (1, Gen.Select(AnyPause, AnyPlanTerms.Caps, Happening (after, caps) => new Happening.SetCaps(after, new(caps)))),
        (1, Gen.Select(AnyPause, AnyZone, Happening (after, zone) => new Happening.SetZone(after, zone))),
        (1, Gen.Select(AnyPause, Gen.Bool, Happening (after, repays) => new Happening.SetRepays(after, repays))));

    /// <summary>Timers that sleep for hours up to months.</summary>
    public static Gen<Timer> Sleepers { get; } = Gen.OneOf(Gen.Int[1, 60], Gen.Int[24, 24 * 150]).Array[1, 5].Select(Timer (hours) => new Timer.Sleepy(hours));

    private static readonly Gen<Timer> AnyTimer = Gen.OneOf(Gen.OneOfConst(1, 1, 3, 7).Select(Timer (minutes) => new Timer.Punctual(minutes)), Sleepers);

    // Some have a leap day in them; and where clocks were once set as they are nowhere now, they begin before that.
    private static Gen<DateTimeOffset> AnyStartIn(string? zone) => Gen.Select(
        zone switch { "America/St_Johns" => Gen.OneOfConst(2010), "America/Sao_Paulo" => Gen.OneOfConst(2016, 2026), _ => Gen.OneOfConst(2026, 2027) }, Gen.OneOfConst(0, 29, 30, 31 + 27, 150), Gen.Int[0, 24 * 60 - 1],
        (year, days, minutes) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(days).AddMinutes(minutes));

    public static Gen<Script> Scripts { get; } = Gen.Select(
        AnyTimer, AnyZone.SelectMany(zone => AnyStartIn(zone).Select(start => (Start: start, Zone: zone))), Gen.Select(AnyPlanTerms.Of(0), AnyPlanTerms.Of(1), AnyPlanTerms.Of(2), AnyPlanTerms.Of(3)), AnyHappening.Array[1, 60],
        (timer, start, plans, happenings) => new Script(timer, start.Start, start.Zone, [plans.Item1, plans.Item2, plans.Item3, plans.Item4], happenings));

    /// <summary>Those in which nothing depends on when a commit is made: no plan is edited, and nothing that is given begins later.</summary>
    public static Gen<Script> WhollyDue { get; } = Scripts.Select(script => script with
    {
        Happenings = [.. script.Happenings.Where(happening => happening is not Happening.EditPlan)
            .Select(happening => happening is Happening.Promote promotion ? promotion with { InDays = 0 } : happening)],
    });
}
