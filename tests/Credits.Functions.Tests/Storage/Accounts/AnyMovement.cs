using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Journal;
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

    public static readonly Gen<Grant> Grant = Gen.Select(
        Gen.Select(Text, Gen.Enum<GrantKind>(), Type, TextOrNone),
        Gen.Select(Amount, Amount, Gen.Int),
        Gen.Select(Time, Gen.OneOf(Time.Select(DateTimeOffset? (time) => time), Gen.Const((DateTimeOffset?)null)), Text.Array[0, 3]),
        (what, numbers, when) => new Grant
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
        });

    public static readonly Gen<AccountSettings> Settings =
        Gen.Select(TextOrNone, Text, Gen.Bool, (name, card, repays) => new AccountSettings { Name = name, RateCard = card, RepaysOverdraft = repays });

    private static readonly Gen<ImmutableArray<Portion>> Portions = Gen.Select(Text, Amount, (grant, amount) => new Portion(grant, amount)).Array[0, 3].Select(p => p.ToImmutableArray());

    private static readonly Gen<string> Data = Gen.OneOfConst("{}", """{"n":1.50,"big":12345678901234567890.123}""", """{"text":"größe 😀 \" \\ \u0001","list":[1,"x"]}""");

    public static readonly Gen<Movement> Any = Gen.OneOf<Movement>(
        Settings.Select(Movement (settings) => new Movement.Configured(settings)),
        Grant.Select(Movement (grant) => new Movement.Granted(grant with { Remaining = grant.Amount })),
        Gen.Select(Gen.Select(Text, Text, Text, Time, Data), Gen.Select(Amount, Type, Text, Gen.Int), Portions, Amount, Movement (usage, charge, portions, overdraft) =>
            new Movement.Debited(
                new(new(usage.Item1, usage.Item2), usage.Item3, Account, usage.Item4, Given.Data(usage.Item5)),
                new(charge.Item1, charge.Item2, charge.Item3, charge.Item4), portions, overdraft)),
        Gen.Select(Type, Portions, Movement (type, portions) => new Movement.Repaid(type, portions)),
        Gen.Select(Type, Text, Amount, Movement (type, grant, amount) => new Movement.Expired(type, grant, amount)),
        Gen.Select(Type, Text, Amount, Text, Movement (type, grant, amount, reason) => new Movement.Voided(type, grant, amount, reason)));

    public static readonly Gen<CreditTotals> Totals = Gen.Select(Type, Amount.Array[5], Gen.Long[0, 1L << 53], (type, sums, debits) => new CreditTotals(type)
    {
        Granted = sums[0],
        Burned = sums[1],
        Expired = sums[2],
        Voided = sums[3],
        Overdraft = sums[4],
        Debits = debits,
    });
}
