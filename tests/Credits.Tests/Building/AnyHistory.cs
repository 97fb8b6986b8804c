using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Booking;
using Credits.Grants;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Building;

/// <summary>
/// Generates whole lives of an account: grants of all terms, events on time and late, holds and how they end, voids, corrections, settings with caps,
/// plans that come, go and allot, changes that are scheduled, and commits that end anywhere.
/// </summary>
internal static class AnyHistory
{
    private static readonly Gen<CreditType> AnyType = Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium);

    private static readonly Gen<Credits> AnyAmount = Gen.OneOf(Gen.Long[0, 2_000_000], Gen.Long[0, 30_000_000]).Select(Credits.FromMillionths);

    private static readonly Gen<string?> AnyMember = Gen.OneOfConst<string?>(null, null, "ann", "bob");

    private static readonly Gen<Step.Use> AnyUse = Gen.Select(
        Gen.OneOfConst(AnyGrant.Meters), AnyType, AnyAmount, Gen.OneOfConst(0, 0, 1, 9, 61, 125), AnyMember,
        (meter, type, amount, minutes, member) => new Step.Use(meter, type, amount, TimeSpan.FromMinutes(minutes), member));

    private static readonly Gen<ImmutableArray<Cap>> AnyCaps = Gen.Select(
        Gen.OneOfConst(null, "llm.call"), Gen.OneOfConst(null, "ann"), Gen.Bool, Gen.Enum<CapWindow>(), Gen.Long[0, 30_000_000],
        (meter, member, each, window, millionths) => Given.Cap(millionths / 1_000_000m, window, meter, each ? null : member, each))
        .Array[0, 3].Select(caps => caps.ToImmutableArray());

    private static readonly Gen<AccountSettings> AnyTelling = Gen.Select(
        Gen.Select(AnyType, Gen.Int[0, 3], Gen.Int[1, 99], (type, level, percent) => level == 0 ? Given.PercentThreshold(percent, type) : Given.Threshold(10 * (level - 1), type)).Array[0, 2],
        Gen.OneOfConst<int?>(null, 0, 1), Gen.Int[-20, 20],
        (thresholds, days, level) => new AccountSettings
        {
            Thresholds = [.. thresholds.DistinctBy(threshold => threshold.Crossing)],
            ExpiryNoticeDays = days,
            TopUp = level < 0 ? null : Given.TopUp(level),
        });

    private static readonly Gen<string?> AnyZone = Gen.OneOfConst<string?>(null, "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago");

    private static readonly Gen<string?> AnyPlanId = Gen.OneOfConst<string?>([.. AnyPlan.Ids, null]);

    private static readonly Gen<Rollover?> AnyRollover = Gen.Select(
        Gen.Int[0, 2], Gen.Int[1, 100], Gen.Int[3, 60],
        (some, percent, hours) => some > 0 ? null : new Rollover(percent, Minimum: null, Maximum: null, Given.Noon.AddHours(hours)));

    private static readonly Gen<Step> AnyStep = Gen.Frequency<Step>(
        (6, Gen.Select(AnyGrant.Of(ids: 2), AnyRollover, Step (grant, rollover) => new Step.Give(grant.ExpiresAt is null ? grant : grant with { Rollover = rollover }))),
        (1, AnyPlan.Plan.Select(Step (plan) => new Step.Publish(plan))),
        (2, AnyPlan.Plan.Select(Step (plan) => new Step.Come(plan))),
        (2, AnyPlanId.Select(Step (plan) => new Step.Move(plan))),
        (1, Gen.Select(
            Gen.OneOfConst(1, 13, 40), Gen.Select(Gen.Bool, AnyPlanId, PlanChange? (some, id) => some ? new(id) : null), AnyCaps,
            Step (hours, plan, caps) => new Step.Schedule(TimeSpan.FromHours(hours), plan, caps.IsEmpty ? null : [.. caps]))),
        (10, AnyUse.Select(Step (use) => use)),
        (5, Gen.Select(
            Gen.OneOfConst([.. AnyGrant.Meters, null]), AnyType, Gen.Long[1, 30_000_000], Gen.OneOfConst(1, 20, 60, 150), AnyMember,
            Step (meter, type, millionths, minutes, member) => new Step.SetAside(meter, type, Credits.FromMillionths(millionths), TimeSpan.FromMinutes(minutes), member))),
        (3, Gen.Select(Gen.Int[0, 5], AnyUse, Step (nth, use) => new Step.Capture(nth, use))),
        (1, Gen.Int[0, 5].Select(Step (nth) => new Step.Release(nth))),
        (2, Gen.Int[0, 5].Select(Step (nth) => new Step.TakeBack(nth))),
        (1, Gen.Select(AnyType, AnyAmount, Step (type, amount) => new Step.Deduct(type, amount))),
        (2, Gen.Int[0, 9].Select(Step (nth) => new Step.Reverse(nth))),
        (2, Gen.Select(
            AnyTelling, Gen.Bool, Gen.OneOfConst("Acme", null), Gen.OneOfConst(1, 31), AnyZone, AnyCaps,
            Step (telling, repays, name, day, zone, caps) => new Step.Decide(telling with { RepaysOverdraft = repays, Name = name, BillingDay = day, TimeZone = zone, Limits = new() { Caps = caps } }))),
        (2, Gen.OneOfConst(13, 40).Select(Step (hours) => new Step.Wait(TimeSpan.FromHours(hours)))),
        (6, Gen.OneOfConst(0, 1, 20, 55, 70).Select(Step (minutes) => new Step.Wait(TimeSpan.FromMinutes(minutes)))));

    public static Gen<Step[]> Steps { get; } = AnyStep.Array[0, 50];

    public static Gen<Book> Books { get; } = Steps.Select(Of);

    /// <summary>The book after these steps.</summary>
    public static Book Of(IReadOnlyList<Step> steps)
    {
        var book = new Book();
        var now = Given.Noon;
        var next = 0;
        while (next < steps.Count)
        {
            book.Commit(now, commit =>
            {
                for (; next < steps.Count && steps[next] is not Step.Wait; next++) Take(book, commit, steps[next], next, now);
            });
            if (next < steps.Count) now += ((Step.Wait)steps[next++]).Time;
        }

        return book;
    }

    /// <summary>The debits among these entries that none of them reverses.</summary>
    public static Entry[] Reversible(IReadOnlyCollection<Entry> entries) =>
        [.. entries.Where(entry => entry.Movement is Movement.Debited && !entries.Any(other => other.Movement is Movement.Reversed reversed && reversed.Debit == entry.Sequence))];

    private static void Take(Book book, PendingCommit commit, Step step, int number, DateTimeOffset now)
    {
        var account = commit.Account;
        switch (step)
        {
            case Step.Give(var grant):
                commit.Grant(grant with { Id = $"g{number}" }).ShouldBeNull();
                break;
            case Step.Use use:
                Debit(commit, use, number, now, hold: null);
                break;
            case Step.SetAside(var meter, var type, var atMost, var lifetime, var member):
                var least = Credits.Min(atMost, account.AvailableTo(type, meter, now));
                if (least > Credits.Zero) commit.Place(Given.Hold($"h{number}", now + lifetime, meter, member, type) with { PlacedAt = now }, least).ShouldBeNull();
                break;
            case Step.Capture(var nth, var use):
                Debit(commit, use, number, now, hold: account.Holds.IsEmpty ? "never was" : account.Holds[nth % account.Holds.Length].Id);
                break;
            case Step.Release(var nth) when !account.Holds.IsEmpty:
                commit.Release(account.Holds[nth % account.Holds.Length].Id).ShouldBeTrue();
                break;
            case Step.TakeBack(var nth) when account.OpenGrants is { IsEmpty: false } open && open[nth % open.Length] is var grant:
                commit.Void(grant.Id, "by mistake").ShouldBe(grant.Held > Credits.Zero ? Credits.Zero : grant.Remaining);
                break;
            case Step.Deduct(var type, var amount):
                commit.Deduct("correction-1", type, amount, "granted too much").ShouldBeNull();
                break;
            case Step.Reverse(var nth) when Reversible([.. book.Journal, .. commit.Entries]) is { Length: > 0 } debits:
                commit.Reverse(debits[nth % debits.Length], "by mistake").ShouldBeNull();
                break;
            case Step.Publish(var plan):
                book.Knowing(plan);
                break;
            case Step.Come(var plan):
                Configure(book.Knowing(plan), commit, account.Settings.OnPlan(plan.Id));
                break;
            case Step.Move(var plan):
                Configure(book, commit, account.Settings.OnPlan(plan));
                break;
            case Step.Schedule(var later, var plan, var caps):
                Configure(book, commit, account.Settings.With(new ScheduledChange(now + later) { Plan = plan, Caps = caps?.ToImmutableArray() }));
                break;
            case Step.Decide(var settings):
                Configure(book, commit, settings with { Plan = account.Settings.Plan, Scheduled = account.Settings.Scheduled });
                break;
        }
    }

    private static void Configure(Book book, PendingCommit commit, AccountSettings settings)
    {
        commit.Configure(settings);
        commit.Settle(book.Plans);
    }

    private static void Debit(PendingCommit commit, Step.Use use, int number, DateTimeOffset now, string? hold) =>
        commit.Debit(
            Given.Event(meter: use.Meter, at: now - use.Ago, id: $"e{number}") with { Member = use.Member, Hold = hold },
            Charge(use.Amount, use.CreditType, now - use.Ago, number)).ShouldBeNull();

    // Every third counts something, every fifth cost the provider something.
    private static Charge Charge(Credits amount, CreditType type, DateTimeOffset at, int number) => Given.Charge(amount.ToDecimal(), type) with
    {
        Counted = number % 3 == 0 ? [new($"counter {number % 2}", Calendar.Default.PeriodContaining(at).Start, Given.Units(number))] : [],
        Cost = number % 5 == 0 ? new(number, "USD") : null,
    };
}
