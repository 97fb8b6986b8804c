using Credits.Journal;
using Credits.Periods;
using Credits.UsageDays;

namespace Credits.Tests.UsageDays;

public sealed class Usage_report_should
{
    private static readonly (UsageGrouping By, string? Dimension)[] Groupings =
        [(UsageGrouping.Day, null), (UsageGrouping.Meter, null), (UsageGrouping.Member, null), (UsageGrouping.Dimension, "model"), (UsageGrouping.Dimension, "nowhere")];

    [Fact]
    public void Come_to_what_the_account_burned_by_every_grouping_after_any_history() => AnyHistory.Books.Sample(book =>
    {
        foreach (var (by, dimension) in Groupings)
        {
            var report = Report(book.Journal, by, dimension);
            foreach (var totals in book.Account.Totals)
            {
                report.Total.GetValueOrDefault(totals.CreditType, UsageSums.None).Credits.ShouldBe(totals.Burned);
                report.Rows().Select(row => row.Value.GetValueOrDefault(totals.CreditType, UsageSums.None)).Aggregate(UsageSums.None, (sum, row) => sum.Plus(row)).Credits.ShouldBe(totals.Burned);
            }

            report.Rows().ShouldAllBe(row => row.Value.Values.All(sums => sums.Events >= 0 && sums.Credits >= Credits.Zero));
        }
    });

    [Fact]
    public void Tell_members_apart_and_those_who_name_none()
    {
        var report = Report([Debit(1, member: "ann"), Debit(2, member: "bob"), Debit(4), Debit(8, member: "ann")], UsageGrouping.Member);

        Lines(report).ShouldBe(["ann 9", "bob 2", "- 4"]);
    }

    [Fact]
    public void Tell_the_texts_of_a_dimension_apart_over_meters_and_days()
    {
        var report = Report(
            [Debit(1, """{"model":"a"}"""), Debit(2, """{"model":"b"}""", meter: "image"), Debit(4, """{"model":"a"}""", at: Given.Noon.AddDays(1)), Debit(8, """{"model":7}""")],
            UsageGrouping.Dimension, "model");

        Lines(report).ShouldBe(["a 5", "b 2", "- 8"]);
    }

    [Fact]
    public void Count_one_meter_only_when_asked() =>
        Lines(Report([Debit(1), Debit(2, meter: "image")], UsageGrouping.Meter, meter: "image")).ShouldBe(["image 2"]);

    [Fact]
    public void Show_what_is_not_told_apart_as_other()
    {
        var many = Enumerable.Range(0, UsageDay.MaxValues + 3).Select(i => Debit(1, $$"""{"model":"m{{i}}"}""")).Append(Debit(1));

        var rows = Report(many, UsageGrouping.Dimension, "model").Rows();

        rows.Single(row => row.Key.Other).Value[default].Events.ShouldBe(3);
        rows.Single(row => !row.Key.Other && row.Key.Name is null).Value[default].Events.ShouldBe(1);
    }

    [Fact]
    public void Have_no_more_rows_than_its_bound_and_lose_nothing()
    {
        var days = Enumerable.Range(0, 12).SelectMany(day => Enumerable.Range(0, UsageDay.MaxValues).Select(i => Debit(1, member: $"{day}-{i}", at: Given.Noon.AddDays(day))));

        var rows = Report(days, UsageGrouping.Member).Rows();

        rows.Count.ShouldBe(UsageReport.MaxRows + 1);
        rows[^1].Key.Other.ShouldBeTrue();
        rows.Sum(row => row.Value[default].Events).ShouldBe(1_200);
    }

    private static IEnumerable<string> Lines(UsageReport report) => report.Rows().Select(row => $"{row.Key.Name ?? "-"} {row.Value[default].Credits}");

    private static UsageReport Report(IEnumerable<Movement.Debited> debits, UsageGrouping by, string? dimension = null, string? meter = null) =>
        Report(debits.Select((debit, i) => new Entry(i + 1, Given.Noon, debit, Given.EmptyAccount.Head)).ToList(), by, dimension, meter);

    private static UsageReport Report(IReadOnlyList<Entry> journal, UsageGrouping by, string? dimension = null, string? meter = null)
    {
        var days = new SortedDictionary<DateOnly, UsageDay>();
        var zones = ZoneChanges.None;
        foreach (var entry in journal)
        {
            zones = zones.After(entry);
            if (entry.Movement is Movement.Debited debit) Change(debit, entry.Sequence, (day, calendar) => day.After(debit, calendar));
            if (entry.Movement is Movement.Reversed reversal && journal[(int)reversal.Debit - 1].Movement is Movement.Debited mistaken)
                Change(mistaken, reversal.Debit, (day, calendar) => day.After(reversal, mistaken, calendar));
        }

        var report = new UsageReport(by, dimension, meter);
        foreach (var day in days.Values) report.Add(day);
        return report;

        void Change(Movement.Debited debit, long sequence, Func<UsageDay, Calendar, UsageDay> change)
        {
            zones.TryFind(sequence, out var zone).ShouldBeTrue();
            var calendar = new Calendar(zone, BillingPeriod.DefaultDay);
            var date = UsageDay.DateOf(debit.Event, calendar);
            days[date] = change(days.GetValueOrDefault(date) ?? UsageDay.Empty(date), calendar);
        }
    }

    private static Movement.Debited Debit(decimal credits, string data = "{}", string meter = "llm.call", string? member = null, DateTimeOffset? at = null) =>
        new(Given.Event(data, meter, at) with { Member = member }, Given.Charge(credits), [], Credits.Of(credits));
}
