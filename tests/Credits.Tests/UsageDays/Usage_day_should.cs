using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.UsageDays;

namespace Credits.Tests.UsageDays;

public sealed class Usage_day_should
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Given.Noon.UtcDateTime);

    [Fact]
    public void Sum_up_events_credits_costs_and_quantities()
    {
        var day = Day(
            Debit(2, """{"model":"large","tokens":10.5,"usage":{"steps":1}}""", cost: 3),
            Debit(3, """{"model":"small","tokens":1}""", cost: 4));

        var sums = day.Rows[UsageKey.Whole("llm.call", default)].Sums;

        (sums.Events, sums.Credits).ShouldBe((2, Credits.Of(5)));
        sums.Costs["USD"].ShouldBe(new(7));
        sums.Quantities.Select(quantity => $"{quantity.Key}={quantity.Value}").ShouldBe(["tokens=11.5", "usage.steps=1"]);
    }

    [Fact]
    public void Refuse_an_event_of_another_day() =>
        Should.Throw<InvalidOperationException>(() => UsageDay.Empty(Today.AddDays(1)).After(Debit(1), Calendar.Default));

    [Fact]
    public void Take_an_event_by_its_day_in_the_accounts_time_zone()
    {
        var (tokyo, late) = (new Calendar("Asia/Tokyo", BillingPeriod.DefaultDay), Given.Noon.AddHours(3)); // midnight there

        UsageDay.DateOf(Given.Event(at: late), tokyo).ShouldBe(Today.AddDays(1));
        UsageDay.DateOf(Given.Event(at: late.AddTicks(-1)), tokyo).ShouldBe(Today);
    }

    [Fact]
    public void Not_sum_numbers_that_are_no_quantity() =>
        Day(Debit(1, """{"a":-1,"b":1e30,"c":0.0000001}""")).Rows[UsageKey.Whole("llm.call", default)].Sums.Quantities.ShouldBeEmpty();

    [Fact]
    public void Sum_more_than_a_quantity_can_hold()
    {
        var day = Day([.. Enumerable.Repeat(Debit(1, """{"n":1000000000000}"""), 3)]);

        day.Rows[UsageKey.Whole("llm.call", default)].Sums.Quantities["n"].ToString().ShouldBe("3000000000000");
    }

    [Fact]
    public void Count_values_beyond_the_bound_together()
    {
        var day = Day([.. Enumerable.Range(0, UsageDay.MaxValues + 5).Select(i => Debit(1, $$"""{"request":"r{{i}}"}"""))]);

        day.Rows.Keys.Count(key => key is { By: UsageSplit.Dimension, Value: not null }).ShouldBe(UsageDay.MaxValues);
        day.Rows[Dimension("request", null)].Sums.Events.ShouldBe(5);
    }

    [Fact]
    public void Count_a_value_that_is_too_long_among_the_others() =>
        Day(Debit(1, $$"""{"model":"{{new string('x', UsageDay.MaxTextLength + 1)}}"}""")).Rows[Dimension("model", null)].Sums.Events.ShouldBe(1);

    [Fact]
    public void Say_that_it_leaves_dimensions_or_quantities_out()
    {
        var dimensions = Day([.. Enumerable.Range(0, UsageDay.MaxDimensions + 1).Select(i => Debit(1, $$"""{"d{{i}}":"x"}"""))]);
        var quantities = Day([.. Enumerable.Range(0, UsageDay.MaxQuantities + 1).Select(i => Debit(1, $$"""{"q{{i}}":1}"""))]);

        dimensions.Rows[UsageKey.Whole("llm.call", default)].LeavesOut.ShouldBeTrue();
        quantities.Rows[UsageKey.Whole("llm.call", default)].LeavesOut.ShouldBeTrue();
        quantities.Rows[UsageKey.Whole("llm.call", default)].Sums.Quantities.Count.ShouldBe(UsageDay.MaxQuantities);
        Day(Debit(1)).Rows[UsageKey.Whole("llm.call", default)].LeavesOut.ShouldBeFalse();
    }

    [Fact]
    public void Stay_within_its_weight_whatever_comes()
    {
        var debits = Enumerable.Range(0, 1_000).Select(i => Debit(1, Wide(i)));

        var day = Day([.. debits]);

        day.Weight.ShouldBeLessThan(UsageDay.MaxWeight + 10_000, "whole rows always have their place");
        day.Rows[UsageKey.Whole("llm.call", default)].Sums.Credits.ShouldBe(Credits.Of(1_000));

        static string Wide(int i) => "{" + string.Join(',', Enumerable.Range(0, 25).Select(d => $"\"{new string('ü', 60)}{d}\":\"{new string('ü', 60)}{i}\"").Concat(Enumerable.Range(0, 25).Select(q => $"\"q{q}\":1"))) + "}";
    }

    [Fact]
    public void Be_what_it_was_once_a_debit_is_reversed()
    {
        Movement.Debited[] kept = [Debit(1, """{"model":"a","n":1}"""), .. Enumerable.Range(0, UsageDay.MaxValues).Select(i => Debit(1, $$"""{"model":"m{{i}}","n":2}"""))];
        var mistaken = Debit(7, """{"model":"late","n":5}""", cost: 1);

        var day = Day([.. kept, mistaken]).After(new Movement.Reversed(1, default, [], Credits.Of(7), [], "by mistake"), mistaken, Calendar.Default);

        foreach (var (key, row) in Day(kept).Rows)
        {
            (day.Rows[key].Sums.Events, day.Rows[key].Sums.Credits).ShouldBe((row.Sums.Events, row.Sums.Credits));
            day.Rows[key].Sums.Quantities.ShouldBe(row.Sums.Quantities);
        }
    }

    [Fact]
    public void Keep_as_burned_what_a_reversal_refunds_by_a_new_grant()
    {
        var mistaken = Debit(7);

        var sums = Day(mistaken).After(new Movement.Reversed(1, default, [new("grant", Credits.Of(5))], Credits.Zero, [], "by mistake"), mistaken, Calendar.Default).Rows[UsageKey.Whole("llm.call", default)].Sums;

        (sums.Events, sums.Credits).ShouldBe((0, Credits.Of(2)));
    }

    [Fact]
    public void Weigh_the_same_when_it_is_read_back()
    {
        var day = Day(Debit(1, """{"model":"größe \"","n":1}""", member: "ann"), Debit(2, """{"n":1,"m":2}"""));

        UsageDay.Of(Today, day.Rows).Weight.ShouldBe(day.Weight);
    }

    private static UsageKey Dimension(string path, string? value) => new(UsageSplit.Dimension, "llm.call", CreditType.Default, path, value);

    private static UsageDay Day(params Movement.Debited[] debits) => debits.Aggregate(UsageDay.Empty(Today), (day, debit) => day.After(debit, Calendar.Default));

    private static Movement.Debited Debit(decimal credits, string data = "{}", long? cost = null, string? member = null) =>
        new(Given.Event(data) with { Member = member }, Given.Charge(credits) with { Cost = cost is { } millionths ? new(millionths, "USD") : null }, [], Credits.Of(credits));
}
