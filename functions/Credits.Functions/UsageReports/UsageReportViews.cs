using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;
using Credits.UsageDays;

namespace Credits.Functions.UsageReports;

/// <summary>What an account used in some days.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="TimeZone">The account's time zone, in which its days are told.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The first day that no longer counts.</param>
/// <param name="By">What a row stands for.</param>
/// <param name="Dimension">The dimension whose values are the rows.</param>
/// <param name="Meter">The only meter that counts.</param>
/// <param name="LeavesOut">Whether there were more dimensions or quantities on a day than are kept, so that some are missing here.</param>
/// <param name="Total">All rows together.</param>
/// <param name="Rows">Each day, meter, member or value with usage.</param>
public sealed record UsageReportView(
    string AccountId, string TimeZone, DateOnly From, DateOnly To, UsageGrouping By, string? Dimension, string? Meter, bool LeavesOut, UsageTotalView Total, IReadOnlyList<UsageRowView> Rows)
{
    internal static UsageReportView Of(string account, Calendar calendar, UsageQuery query, UsageReport report) => new(
        account, calendar.TimeZone ?? "UTC", query.From, query.To, query.By, query.Dimension, query.Meter, report.LeavesOut, UsageTotalView.Of(report.Total), [.. report.Rows().Select(row => UsageRowView.Of(row.Key, row.Value))]);
}

/// <summary>What usage comes to.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Credits">What they burned, for each type of credits.</param>
/// <param name="Costs">What they cost the provider, for each currency.</param>
/// <param name="Quantities">The sum of each quantity, by path within the events' data.</param>
public sealed record UsageTotalView(long Events, IReadOnlyList<UsedCreditsView> Credits, IReadOnlyList<UsageCostView> Costs, IReadOnlyDictionary<string, ExactSum> Quantities)
{
    internal static UsageTotalView Of(ImmutableSortedDictionary<CreditType, UsageSums> types)
    {
        var sums = types.Values.Aggregate(UsageSums.None, (sum, type) => sum.Plus(type with { Credits = global::Credits.Credits.Zero }));
        return new(
            sums.Events, [.. types.Where(type => !type.Value.IsNone).Select(type => new UsedCreditsView(type.Key.Value, type.Value.Credits))],
            [.. sums.Costs.Select(cost => new UsageCostView(cost.Key, cost.Value))], sums.Quantities);
    }
}

/// <summary>What a group of events comes to.</summary>
/// <param name="Day">The day, when rows are days.</param>
/// <param name="Value">The meter, the member or the dimension's value; left out for events without any, and for the others.</param>
/// <param name="Other">Whether these are the events of all values that are not told apart, as there are more than are kept.</param>
/// <param name="Events">How many events.</param>
/// <param name="Credits">What they burned, for each type of credits.</param>
/// <param name="Costs">What they cost the provider, for each currency.</param>
/// <param name="Quantities">The sum of each quantity, by path within the events' data.</param>
public sealed record UsageRowView(
    DateOnly? Day, string? Value, bool Other, long Events, IReadOnlyList<UsedCreditsView> Credits, IReadOnlyList<UsageCostView> Costs, IReadOnlyDictionary<string, ExactSum> Quantities)
{
    internal static UsageRowView Of(UsageGroup group, ImmutableSortedDictionary<CreditType, UsageSums> types)
    {
        var total = UsageTotalView.Of(types);
        return new(group.Date, group.Name, group.Other, total.Events, total.Credits, total.Costs, total.Quantities);
    }
}

/// <summary>Credits of a type that were burned.</summary>
/// <param name="CreditType">The type.</param>
/// <param name="Amount">How many.</param>
public sealed record UsedCreditsView(string CreditType, Credits Amount);

/// <summary>What usage cost the provider.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Amount">How much, in the currency's unit.</param>
public sealed record UsageCostView(string Currency, ExactSum Amount);
