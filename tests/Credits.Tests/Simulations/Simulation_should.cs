using Credits.Journal;
using Credits.Periods;
using Credits.Rating;
using Credits.Simulations;

namespace Credits.Tests.Simulations;

public sealed class Simulation_should
{
    // Free up to 10 calls a month, then a credit each.
    private static readonly Component Calls = new("calls", Credits.Of(1)) { Included = Given.Units(10) };
    private static readonly RateCardVersion Today = Given.Card(Given.Rate("api", Calls), Given.Rate("image", new Component(null, Credits.Of(5))));

    [Fact]
    public void Give_what_was_booked_under_the_prices_that_booked_it() =>
        Gen.Select(Gen.OneOfConst("api", "image", "reversal"), Gen.Int[0, 12], Gen.Int[0, 250], Gen.Int[0, 30]).Array[1, 40].Sample(uses =>
        {
            var book = Book.With(Given.Grant(1_000));
            foreach (var (what, calls, day, late) in uses.OrderBy(use => use.Item3))
            {
                var bookedAt = Given.Noon.AddDays(day);
                if (what != "reversal") Use(book, what, calls, bookedAt.AddDays(-late), bookedAt);
                else if (Reversible(book, bookedAt) is { Count: > 0 } debits) Reverse(book, debits[calls % debits.Count], bookedAt);
            }

            var from = Given.Noon.AddDays(35);

            var simulation = Simulate(book, Today, from);

            simulation.Meters.ShouldAllBe(meter => meter.Booked == meter.Simulated && meter.Unpriced == 0);
            ((long)simulation.Meters.Sum(meter => (long)meter.Booked)).ShouldBe(
                book.Journal.Where(entry => entry.BookedAt >= from).Select(entry => entry.Movement).OfType<Movement.Debited>().Sum(debited => debited.Charge.Amount.Millionths));
        });

    [Fact]
    public void Put_booked_and_simulated_side_by_side_for_each_meter()
    {
        var book = Book.With(Given.Grant(1_000));
        Use(book, "api", 12, Given.Noon);
        Use(book, "image", 0, Given.Noon);
        Use(book, "image", 0, Given.Noon);

        var dearer = Given.Card(Given.Rate("api", Calls with { Included = Quantity.Zero }), Given.Rate("image", new Component(null, Credits.Of(6))));

        Simulate(book, dearer, Given.Noon).Meters.ShouldBe([
            new("api", default, Events: 1, Booked: 2_000_000, Simulated: 12_000_000, Unpriced: 0),
            new("image", default, Events: 2, Booked: 10_000_000, Simulated: 12_000_000, Unpriced: 0),
        ]);
    }

    [Fact]
    public void Count_usage_from_before_the_span_for_its_tiers_only()
    {
        var book = Book.With(Given.Grant(1_000));
        Use(book, "api", 9, Given.Noon);
        Use(book, "api", 3, Given.Noon.AddDays(1));

        var meter = Simulate(book, Today, Given.Noon.AddHours(1)).Meters.ShouldHaveSingleItem();

        (meter.Events, meter.Booked, meter.Simulated).ShouldBe((1, 2_000_000, 2_000_000));
    }

    [Fact]
    public void Count_usage_no_more_that_was_reversed()
    {
        var book = Book.With(Given.Grant(1_000));
        Use(book, "api", 12, Given.Noon);
        Reverse(book, book.Journal[^1], Given.Noon.AddHours(1));
        Use(book, "api", 10, Given.Noon.AddDays(1));

        var meter = Simulate(book, Today, Given.Noon.AddHours(2)).Meters.ShouldHaveSingleItem();

        (meter.Events, meter.Booked, meter.Simulated).ShouldBe((1, 0, 0));
    }

    // By prices with as many counters as an account may have in a month.
    [Fact]
    public void Let_the_counters_of_months_go_that_no_event_can_reach_any_more()
    {
        var book = Book.With(Given.Grant(1_000));
        for (var month = 0; month < 6; month++) Use(book, "api", 1, Given.Noon.AddMonths(month));
        var many = Given.Rate("api", [.. Enumerable.Range(0, PeriodCounters.MaxCounters / 4).Select(i => Calls with { Counter = $"counter {i}" })]);

        Simulate(book, Given.Card(many), Given.Noon).Meters.Single().Unpriced.ShouldBe(0);
    }

    [Fact]
    public void Tell_how_many_events_would_have_no_price()
    {
        var book = Book.With(Given.Grant(1_000));
        Use(book, "image", 0, Given.Noon);

        var meter = Simulate(book, Given.Card(Given.Rate("api", Calls)), Given.Noon).Meters.ShouldHaveSingleItem();

        (meter.Unpriced, meter.Simulated).ShouldBe((1, 0));
    }

    [Fact]
    public void Keep_the_types_of_credits_apart()
    {
        var book = Book.With(Given.Grant(1_000));
        Use(book, "image", 0, Given.Noon);
        var premium = Given.Card(Given.Rate("image", new Component(null, Credits.Of(1))) with { CreditType = Given.Premium });

        Simulate(book, premium, Given.Noon).Meters.ShouldBe([
            new("image", default, Events: 1, Booked: 5_000_000, Simulated: 0, Unpriced: 0),
            new("image", Given.Premium, Events: 0, Booked: 0, Simulated: 1_000_000, Unpriced: 0),
        ]);
    }

    private static Simulation Simulate(Book book, RateCardVersion prices, DateTimeOffset from)
    {
        var simulation = new Simulation(new(prices), from);
        foreach (var entry in book.Journal) simulation.Add(entry);
        return simulation;
    }

    // Within the 35 days in which one can be.
    private static List<Entry> Reversible(Book book, DateTimeOffset at)
    {
        var reversed = book.Journal.Select(entry => entry.Movement).OfType<Movement.Reversed>().Select(reversal => reversal.Debit).ToHashSet();
        return [.. book.Journal.Where(entry => entry.Movement is Movement.Debited && entry.BookedAt > at.AddDays(-35) && !reversed.Contains(entry.Sequence))];
    }

    private static void Reverse(Book book, Entry debit, DateTimeOffset at) => book.Commit(at, commit => commit.Reverse(debit, "by mistake").ShouldBeNull());

    private static void Use(Book book, string meter, int calls, DateTimeOffset at, DateTimeOffset? bookedAt = null) => book.Commit(bookedAt ?? at, commit =>
    {
        var usage = Given.Event($$"""{"calls":{{calls}}}""", meter, at, id: $"{book.Journal.Count}");
        Pricing.TryPrice(usage, new(Today), commit.Counters, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
        commit.Debit(usage, charge.ShouldNotBeNull()).ShouldBeNull();
    });
}
