using Credits.Periods;

namespace Credits.Tests.Periods;

public sealed class Period_counters_should
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = March.AddMonths(1);

    [Fact]
    public void Sum_what_was_counted_by_name_and_period()
    {
        var counters = PeriodCounters.None.Plus(Calls(5, March)).Plus(Calls(7, April)).Plus(Calls(2, March)).Plus(new("images", March, Units(1)));

        counters.CountOf("calls", March).ShouldBe(Units(7));
        counters.CountOf("calls", April).ShouldBe(Units(7));
        counters.CountOf("images", March).ShouldBe(Units(1));
        counters.CountOf("images", April).ShouldBe(Quantity.Zero);
    }

    [Fact]
    public void Be_equal_whatever_the_order_of_counting() =>
        AnyCounted.Array[0, 30].Sample(counted =>
        {
            var forwards = counted.Aggregate(PeriodCounters.None, (counters, item) => counters.Plus(item));
            var backwards = counted.Reverse().Aggregate(PeriodCounters.None, (counters, item) => counters.Plus(item));

            forwards.ShouldBe(backwards);
            PeriodCounters.Of(forwards.All.Reverse()).ShouldBe(forwards);
        });

    [Fact]
    public void Let_go_of_a_period_that_no_event_can_reach_any_more()
    {
        var counters = PeriodCounters.None.Plus(Calls(5, March)).Plus(Calls(7, April));

        counters.KeptAt(March + PeriodCounters.Kept - TimeSpan.FromTicks(1)).ShouldBe(counters);
        counters.KeptAt(March + PeriodCounters.Kept).ShouldBe(PeriodCounters.None.Plus(Calls(7, April)));
    }

    [Fact]
    public void Have_room_for_so_many_and_for_those_that_are_there()
    {
        var full = Enumerable.Range(1, PeriodCounters.MaxCounters).Aggregate(PeriodCounters.None, (counters, i) => counters.Plus(new($"counter {i}", March, Units(1))));
        var almost = full.KeptAt(March).All.Skip(1);

        full.HasRoomFor("counter 7", March, []).ShouldBeTrue();
        full.HasRoomFor("another", March, []).ShouldBeFalse();
        PeriodCounters.Of(almost).HasRoomFor("another", March, []).ShouldBeTrue();
        PeriodCounters.Of(almost).HasRoomFor("another", March, [new("and another", March, Units(1))]).ShouldBeFalse();
    }

    // Those of past months are kept for late events, and must not take the room of the running one's.
    [Fact]
    public void Have_room_for_a_hundred_a_month_however_long_it_goes_on()
    {
        var counters = PeriodCounters.None;
        for (var month = 0; month < 24; month++)
        {
            for (var i = 0; i < 100; i++)
            {
                counters = counters.KeptAt(March.AddMonths(month));
                counters.HasRoomFor($"counter {i}", March.AddMonths(month), []).ShouldBeTrue();
                counters = counters.Plus(new($"counter {i}", March.AddMonths(month), Units(1)));
            }
        }
    }

    [Fact]
    public void Forget_what_an_event_had_counted_and_leave_no_empty_counter()
    {
        var counters = PeriodCounters.None.Plus(Calls(5, March)).Plus(Calls(7, April));

        counters.Plus(Calls(2, March)).Minus(Calls(2, March)).ShouldBe(counters);
        counters.Minus(Calls(5, March)).ShouldBe(PeriodCounters.None.Plus(Calls(7, April)));
    }

    [Fact]
    public void Leave_a_counter_that_was_let_go_as_it_is() => PeriodCounters.None.Plus(Calls(7, April)).Minus(Calls(5, March)).ShouldBe(PeriodCounters.None.Plus(Calls(7, April)));

    [Fact]
    public void Never_count_beyond_what_a_quantity_can_hold() =>
        Should.Throw<OverflowException>(() => PeriodCounters.None.Plus(new("calls", March, Quantity.Max)).Plus(Calls(1, March)));

    private static Gen<Counted> AnyCounted { get; } = Gen.Select(
        Gen.OneOfConst("a", "b", "ab"), Gen.OneOfConst(March, April), Gen.Long[0, 5_000_000], (name, period, millionths) => new Counted(name, period, Quantity.FromMillionths(millionths)));

    private static Counted Calls(int units, DateTimeOffset period) => new("calls", period, Units(units));

    private static Quantity Units(int units) => Quantity.FromMillionths(units * 1_000_000L);
}
