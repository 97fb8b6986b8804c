using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage.Catalogue;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Subscriptions;
using Credits.Thresholds;
using Credits.TopUps;
using CsCheck;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>Generates everything that the store keeps, with texts that JSON must escape and numbers at the ends of their range.</summary>
internal static class AnyMovement
{
    public static readonly AccountId Account = AccountId.Parse("acme");

    public static readonly Gen<DateTimeOffset> Time = Gen.OneOf(
        Gen.Long[Given.Noon.UtcTicks, Given.Noon.AddYears(1).UtcTicks], Gen.OneOfConst(DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks))
        .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static readonly Gen<Credits> Amount = Gen.OneOf(Gen.Long[0, 5_000_000], Gen.OneOfConst(0, 1, Credits.Max.Millionths)).Select(Credits.FromMillionths);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOfConst("", "plain", "größe 😀", "\" \\ / < & > '", "\u0001\u0085\u00A0\u2028\uFFFD", "null"), Gen.String[Gen.Char[' ', '~'], 1, 20]);

    private static readonly Gen<string?> TextOrNone = Gen.OneOf(Text.Select(string? (text) => text), Gen.Const((string?)null));

    private static readonly Gen<CreditType> Type = Gen.OneOfConst(CreditType.Default, CreditType.Parse("premium"));

    private static readonly Gen<AllotmentPeriod?> Allotment =
        Gen.OneOf(Gen.Const((AllotmentPeriod?)null), Gen.Select(Text, Text, Time, AllotmentPeriod? (plan, allotment, end) => new(plan, allotment, end)));

    private static readonly Gen<Rollover?> Rollover = Gen.OneOf(
        Gen.Const((Rollover?)null), Gen.Select(Gen.Int[1, 100], OrNone(Amount), OrNone(Amount), OrNone(Time), Rollover? (percent, least, most, end) => new(percent, least, most, end)));

    private static readonly Gen<Money?> Paid = Gen.OneOf(Gen.Const((Money?)null), Gen.Select(Gen.Long[0, Money.MaxAmount], Gen.OneOfConst("EUR", "JPY"), Money? (amount, currency) => new(amount, currency)));

    public static readonly Gen<Grant> Grant = Gen.Select(
        Gen.Select(Text, Gen.Enum<GrantKind>(), Type, TextOrNone),
        Gen.Select(Amount, Amount, Gen.Int),
        Gen.Select(Time, Gen.OneOf(Time.Select(DateTimeOffset? (time) => time), Gen.Const((DateTimeOffset?)null)), Text.Array[0, 3]),
        Allotment, Rollover, Paid,
        (what, numbers, when, allotment, rollover, cost) => new Grant
        {
            Id = what.Item1,
            Kind = what.Item2,
            CreditType = what.Item3,
            Reference = what.Item4,
            Amount = numbers.Item1,
            Remaining = numbers.Item2,
            Priority = numbers.Item3,
            EffectiveAt = when.Item1,
            ExpiresAt = when.Item2,
            Meters = [.. when.Item3],
            Allotment = allotment,
            Rollover = rollover,
            Cost = cost,
        });

    private static readonly Gen<DateTimeOffset?> TimeOrNone = Gen.OneOf(Time.Select(DateTimeOffset? (time) => time), Gen.Const((DateTimeOffset?)null));

    private static readonly Gen<RateOverride> Override = Gen.Select(
        Gen.OneOf(
            RateCardJsonTests.AnyRates.Where(rates => !rates.IsEmpty).Select(rates => RateOverride.Replace(rates[0])),
            Gen.Select(Text, Gen.Long[0, Multiplier.MaxMillionths], RateCardJsonTests.AnyCondition.Array[0, 2], (meter, by, conditions) => RateOverride.Multiply(meter, new(by), [.. conditions]))),
        TimeOrNone, TimeOrNone, (item, from, until) => item with { From = from, Until = until });

    private static readonly Gen<Cap> Cap = Gen.Select(
        TextOrNone, TextOrNone, Gen.Bool, Gen.Enum<CapWindow>(), Amount, Gen.Enum<SetBy>(), (meter, member, each, window, limit, by) => new Cap(new(meter, member, each), window, limit, by));

    private static readonly Gen<LimitSettings> Limits = Gen.OneOf(Gen.Const(LimitSettings.None), Gen.Select(
        OrNone(Gen.Enum<LimitPolicy>()), OrNone(Amount), OrNone(Gen.Bool), Gen.Bool, Text.Array[0, 3], Cap.Array[0, 3], (policy, overdraft, beyond, paused, members, caps) => new LimitSettings
        {
            Policy = policy,
            OverdraftLimit = overdraft,
            CapturesBeyondHold = beyond,
            Paused = paused,
            PausedMembers = [.. members],
            Caps = [.. caps],
        }));

    private static readonly Gen<RateCardPin?> Pin = Gen.OneOf(Gen.Const((RateCardPin?)null), Gen.Select(Gen.Int[1, int.MaxValue], TimeOrNone, RateCardPin? (version, until) => new(version, until)));

    private static readonly Gen<ScheduledChange> Change = Gen.Select(Time, Gen.Int[0, 2], Text, Gen.Int[0, 2], Pin, Gen.Bool, Cap.Array[0, 3], (at, kindOfPlan, plan, kindOfPin, pin, hasCaps, caps) =>
        new ScheduledChange(at)
        {
            Plan = kindOfPlan == 0 ? null : new(kindOfPlan == 1 || plan.Length == 0 ? null : plan),
            Pin = kindOfPin == 0 ? null : new(kindOfPin == 1 ? null : pin),
            Caps = hasCaps ? [.. caps] : null,
        });

    private static readonly Gen<FormerPrices?> Former = Gen.OneOf(Gen.Const((FormerPrices?)null), Gen.Select(TextOrNone, Pin, TextOrNone, Time, FormerPrices? (plan, pin, card, until) => new(plan, pin, card, until)));

    private static readonly Gen<Threshold> Threshold = Gen.Select(Type, OrNone(Amount), OrNone(Gen.Int[1, 99]), Gen.Enum<SetBy>(), (type, left, percent, by) => new Threshold(type, left, percent, by));

    private static readonly Gen<TopUpTerms> TopUpTerms = Gen.Select(
        Gen.Select(Amount, Text, Type), Gen.Select(OrNone(Gen.Int[1, 10_000]), OrNone(Amount), OrNone(Amount)), OrNone(Gen.Int[1, 1_000]), Paid, (what, howMany, most, spend) => new TopUpTerms(what.Item1, what.Item2)
        {
            CreditType = what.Item3,
            Quantity = howMany.Item1,
            Credits = howMany.Item2,
            RefillTo = howMany.Item3,
            MaxPerMonth = most,
            MaxSpendPerMonth = spend,
        });

    private static readonly Gen<TopUp?> TopUp = Gen.OneOf(
        Gen.Const((TopUp?)null),
        Gen.Select(TopUpTerms, Text, Time, Text, TextOrNone, TextOrNone, TopUp? (terms, by, at, url, method, paused) => new(terms, new(by, at), url) { PaymentMethod = method, Paused = paused }));

    private static readonly Gen<Crossing> Crossing = Gen.Select(
        Gen.Enum<CrossingKind>(), Type, OrNone(Amount), OrNone(Gen.Int[1, 99]), TextOrNone, TimeOrNone, TextOrNone, (kind, type, level, percent, counter, window, grant) =>
        new Crossing(kind) { CreditType = type, Level = level, Percent = percent, Counter = counter, Window = window, Grant = grant });

    public static readonly Gen<ImmutableArray<Crossing>> Reached = Crossing.Array[0, 3].Select(crossings => crossings.ToImmutableArray());

    public static readonly Gen<AccountSettings> Settings = Gen.Select(
        Gen.Select(TextOrNone, Gen.OneOf(TextOrNone, Gen.Const((string?)AccountSettings.DefaultRateCard)), Gen.Bool, TextOrNone),
        Pin, Gen.Select(Gen.Int[1, 31], TextOrNone), Override.Array[0, 2], Limits, Change.Array[0, 2], Gen.Select(Threshold.Array[0, 3], OrNone(Gen.Int[0, 366]), TopUp, Former), (plain, pin, calendar, overrides, limits, scheduled, told) => new AccountSettings
        {
            Thresholds = [.. told.Item1],
            ExpiryNoticeDays = told.Item2,
            TopUp = told.Item3,
            Former = told.Item4,
            Name = plain.Item1,
            RateCard = plain.Item2,
            RepaysOverdraft = plain.Item3,
            Plan = plain.Item4,
            Pin = pin,
            BillingDay = calendar.Item1,
            TimeZone = calendar.Item2,
            Overrides = [.. overrides],
            Limits = limits,
            Scheduled = [.. scheduled],
        });

    private static readonly Gen<Term> Term = Gen.Select(Gen.Int[1, 1_200], Gen.Enum<TermUnit>(), (count, unit) => new Term(unit == TermUnit.Year ? count % 100 + 1 : count, unit));

    private static readonly Gen<Cycle> Cycle = Gen.Select(Term, Gen.Enum<CycleAnchor>(), (every, anchor) => new Cycle(every, anchor));

    private static readonly Gen<RolloverPolicy?> Policy = Gen.OneOf(Gen.Const((RolloverPolicy?)null), Gen.Select(
        Gen.Int[1, 100], OrNone(Amount), OrNone(Amount), OrNone(Gen.Int[1, 120]), RolloverPolicy? (percent, least, most, periods) => new(percent, least, most, periods)));

    /// <summary>What plans grant, right or wrong: the JSON keeps either.</summary>
    public static readonly Gen<PlanTerms> Terms = Gen.Select(
        Cycle,
        Gen.Select(Gen.Select(Text, Amount, Cycle), Gen.Select(Type, Gen.Int), Gen.OneOf(Term.Select(Lifetime.Of), Gen.OneOfConst(Lifetime.Never, Lifetime.UntilNextPeriod)), Policy, (what, how, lifetime, rollover) =>
            new Allotment(what.Item1, what.Item2, what.Item3) { CreditType = how.Item1, Priority = how.Item2, Lifetime = lifetime, Rollover = rollover }).Array[0, 3],
        Gen.Enum<Proration>(),
        Gen.OneOf(Gen.Const((Trial?)null), Gen.Select(Gen.Int[1, 366], TextOrNone, Trial? (days, then) => new(days, then))),
        OrNone(Gen.Int[0, 366]),
        (period, allotments, proration, trial, notice) => new PlanTerms { Period = period, Allotments = [.. allotments], Proration = proration, Trial = trial, ExpiryNoticeDays = notice });

    public static readonly Gen<PlanTurn> Turn = Gen.Select(
        Text, Time, Gen.Select(Text, Time, OrNone(Amount), (allotment, through, most) => new GrantedThrough(allotment, through) { AtMost = most }).Array[0, 3],
        (plan, since, granted) => new PlanTurn(plan, since, [.. granted]));

    public static readonly Gen<TrialDays> Trial = Gen.Select(Text, Time, (plan, end) => new TrialDays(plan, end));

    // The turn knows each of the terms' allotments, as an account's does.
    public static readonly Gen<Subscription> Subscription = Gen.Select(
        Terms, Turn, Time, (terms, turn, through) => new Subscription(terms, terms.Allotments.Aggregate(turn, (turn, allotment) => turn.With(new(allotment.Id, through)))));

    private static readonly Gen<ImmutableArray<Counted>> Counted = Gen.Select(
        Text, Time, Gen.OneOf(Gen.Long[0, 5_000_000], Gen.Const(Quantity.Max.Millionths)), (counter, period, quantity) => new Counted(counter, period, Quantity.FromMillionths(quantity)))
        .Array[0, 3].Select(counted => counted.ToImmutableArray());

    public static readonly Gen<PeriodCounters> Counters = Counted.Select(counted => PeriodCounters.Of(counted.DistinctBy(item => (item.Counter, item.PeriodStart))));

    public static readonly Gen<Spending> Spending = Gen.Select(Text, Time, Amount, (counter, window, burned) => new Spent(counter, window, burned))
        .Array[0, 4].Select(spent => Limited(spent));

    private static readonly Gen<ImmutableArray<CapUse>> CapUses =
        Gen.Select(Text, Time, (counter, window) => new CapUse(counter, window)).Array[0, 3].Select(uses => uses.ToImmutableArray());

    private static readonly Gen<ProviderCost?> Cost =
        Gen.OneOf(Gen.Const((ProviderCost?)null), Gen.Select(Gen.Long[0, ProviderCost.MaxMillionths], Text, ProviderCost? (millionths, currency) => new(millionths, currency)));

    private static readonly Gen<ImmutableArray<Portion>> Portions = Gen.Select(Text, Amount, (grant, amount) => new Portion(grant, amount)).Array[0, 3].Select(p => p.ToImmutableArray());

    public static readonly Gen<Hold> Hold = Gen.Select(
        Gen.Select(Text, Type, TextOrNone, TextOrNone), Portions, Time, Time, (what, portions, placed, expires) => new Hold
        {
            Id = what.Item1,
            CreditType = what.Item2,
            Meter = what.Item3,
            Member = what.Item4,
            Portions = portions,
            PlacedAt = placed,
            ExpiresAt = expires,
        });

    private static readonly Gen<string> Data = Gen.OneOfConst("{}", """{"n":1.50,"big":12345678901234567890.123}""", """{"text":"größe 😀 \" \\ \u0001","list":[1,"x"]}""");

    public static readonly Gen<Movement> Any = Gen.OneOf<Movement>(
        Settings.Select(Movement (settings) => new Movement.Configured(settings)),
        Grant.Select(Movement (grant) => new Movement.Granted(grant with { Remaining = grant.Amount })),
        Gen.Select(
            Gen.Select(Text, Text, Text, Time, Data), Gen.Select(Amount, Type, Text, Gen.Int), Gen.Select(Portions, Amount), Gen.Select(TextOrNone, TextOrNone, TextOrNone),
            Gen.Select(Cost, Counted, CapUses), Movement (usage, charge, burn, names, more) =>
            new Movement.Debited(
                new(new(usage.Item1, usage.Item2), usage.Item3, Account, usage.Item4, Given.Data(usage.Item5)) { Member = names.Item1, Hold = names.Item2 },
                new(charge.Item1, charge.Item2, charge.Item3, charge.Item4) { Cost = more.Item1, Counted = more.Item2 }, burn.Item1, burn.Item2)
            {
                Hold = names.Item3,
                CapUses = more.Item3,
            }),
        Gen.Select(Subscription, OrNone(Time), Movement (subscription, trialEnd) => new Movement.Subscribed(subscription) { TrialEnd = trialEnd }),
        Turn.Select(Movement (turn) => new Movement.Unsubscribed(turn)),
        Gen.Select(Text, Grant, Movement (from, grant) => new Movement.RolledOver(from, grant with { Remaining = grant.Amount })),
        Hold.Select(Movement (hold) => new Movement.Held(hold)),
        Gen.Select(Type, Text, Amount, Gen.Enum<HoldEnd>(), Movement (type, hold, amount, end) => new Movement.Released(type, hold, amount, end)),
        Gen.Select(Text, Type, Amount, Portions, Amount, Text, Movement (id, type, amount, portions, overdraft, reason) => new Movement.Deducted(id, type, amount, portions, overdraft, reason)),
        Gen.Select(Gen.Long[1, 1L << 53], Type, Portions, Amount, Counted, Text, Movement (debit, type, returned, forgiven, counted, reason) =>
            new Movement.Reversed(debit, type, returned, forgiven, counted, reason)),
        Gen.Select(Type, Portions, Movement (type, portions) => new Movement.Repaid(type, portions)),
        Gen.Select(Crossing, Gen.Enum<CrossingTurn>(), Amount, Movement (crossing, turn, amount) => new Movement.Crossed(crossing, turn, amount)),
        Gen.Select(Type, Text, Amount, Movement (type, grant, amount) => new Movement.Expired(type, grant, amount)),
        Gen.Select(Type, Text, Amount, Text, Movement (type, grant, amount, reason) => new Movement.Voided(type, grant, amount, reason)));

    public static readonly Gen<CreditTotals> Totals = Gen.Select(Type, Amount.Array[6], Gen.Long[0, 1L << 53], (type, sums, debits) => new CreditTotals(type)
    {
        Granted = sums[0],
        Burned = sums[1],
        Expired = sums[2],
        Voided = sums[3],
        Overdraft = sums[4],
        Mark = sums[5],
        Debits = debits,
    });

    private static Gen<T?> OrNone<T>(Gen<T> values) where T : struct => Gen.OneOf(values.Select(T? (value) => value), Gen.Const((T?)null));

    // One counter a name, as an account has it.
    private static Spending Limited(IEnumerable<Spent> spent) => global::Credits.Limits.Spending.Of(spent.DistinctBy(item => item.Counter));
}
