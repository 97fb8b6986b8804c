using System.Globalization;
using System.Text;
using Credits.Accounts;
using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <summary>What is to be compared of an account. Grants that differ in nothing but their ids and amounts count as one.</summary>
internal sealed record Picture(IReadOnlyList<Picture.Sums> All, IReadOnlyList<Picture.Lots> Open, IReadOnlyList<Picture.Counted> Counters, string? Plan, IReadOnlyList<NaiveChange> Scheduled, int Holds)
{
    public sealed record Sums(CreditType Type, long Balance, long Burned, long Expired, long Granted, long Voided, long Overdraft, long Announced, long Mark);

    /// <summary>What was burned in the window of a cap.</summary>
    public sealed record Counted(DateTimeOffset Window, long Burned);

    public sealed record Lots(CreditType Type, GrantKind Kind, int Priority, DateTimeOffset From, DateTimeOffset? Until, long Amount, long Left, long Held)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Left} of {Amount} {Type}, {Held} held, {Kind}, {From:yyyy-MM-dd HH:mm} until {Until:yyyy-MM-dd HH:mm}, priority {Priority}");
    }

    public static Picture Of(Account account, IReadOnlyDictionary<CreditType, long> announced) => new(
        [.. new[] { CreditType.Default, Given.Premium }.Select(account.TotalsOf).Select(totals => new Sums(
            totals.CreditType, account.BalanceOf(totals.CreditType).Millionths,
            totals.Burned.Millionths, totals.Expired.Millionths, totals.Granted.Millionths, totals.Voided.Millionths, totals.Overdraft.Millionths,
            announced.GetValueOrDefault(totals.CreditType), totals.Mark.Millionths))],
        Merge(account.OpenGrants.Select(grant => new Lots(
            grant.CreditType, grant.Kind, grant.Priority, grant.EffectiveAt, grant.ExpiresAt, grant.Amount.Millionths, grant.Remaining.Millionths, grant.Held.Millionths))),
        Ordered(account.Spending.All.Select(spent => new Counted(spent.WindowStart, spent.Burned.Millionths))),
        account.Settings.Plan, [.. account.Settings.Scheduled.Select(change => new NaiveChange(change.At, change.Plan?.Id))], account.Holds.Length);

    public static Picture Of(NaiveAccount account) => new(
        [.. account.Sums.Select(sums => new Sums(
            sums.Key, account.Lots.Where(lot => lot.Type == sums.Key).Sum(lot => lot.Left),
            sums.Value.Burned, sums.Value.Expired, sums.Value.Granted, sums.Value.Voided, sums.Value.Overdraft, sums.Value.Announced, sums.Value.Mark))],
        Merge(account.Lots.Select(lot => new Lots(lot.Type, lot.Kind, lot.Priority, lot.From, lot.Until, lot.Amount, lot.Left, lot.Held))),
        Ordered(account.Counters.Select(counter => new Counted(counter.Start, counter.Burned))),
        account.Plan, [.. account.Scheduled], account.Holds.Count);

    public bool Equals(Picture? other) =>
        other is not null && Plan == other.Plan && Scheduled.SequenceEqual(other.Scheduled) && Counters.SequenceEqual(other.Counters) && Holds == other.Holds && All.SequenceEqual(other.All) && Open.SequenceEqual(other.Open);

    public override int GetHashCode() => HashCode.Combine(All.Count, Open.Count, Plan);

    /// <summary>What this has and the other has not.</summary>
    public string Beside(Picture other)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"on {Plan ?? "no plan"}, {Scheduled.Count} changes scheduled, {Holds} holds open");
        foreach (var line in All.Except(other.All).Concat<object>(Scheduled.Except(other.Scheduled)).Concat(Counters.Except(other.Counters)).Concat(Open.Except(other.Open).Take(10))) text.AppendLine(CultureInfo.InvariantCulture, $"  {line}");
        return text.ToString();
    }

    private static List<Counted> Ordered(IEnumerable<Counted> counters) => [.. counters.OrderBy(counter => counter.Window).ThenBy(counter => counter.Burned)];

    private static List<Lots> Merge(IEnumerable<Lots> lots) =>
        [.. lots.GroupBy(lot => lot with { Amount = 0, Left = 0, Held = 0 })
            .Select(alike => alike.Key with { Amount = alike.Sum(lot => lot.Amount), Left = alike.Sum(lot => lot.Left), Held = alike.Sum(lot => lot.Held) })
            .OrderBy(lot => lot.Type.ToString(), StringComparer.Ordinal).ThenBy(lot => lot.Kind).ThenBy(lot => lot.Priority).ThenBy(lot => lot.From).ThenBy(lot => lot.Until)];
}
