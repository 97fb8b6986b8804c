using BenchmarkDotNet.Attributes;
using Credits.Limits;
using Credits.Periods;

namespace Credits.Bench.Micro;

/// <summary>A moment → its billing period, or the window of a daily cap: what a counted component and a cap add to an event.</summary>
public class Calendars
{
    private Calendar _calendar;

    [Params("", "Europe/Berlin")]
    public string Zone { get; set; } = "";

    [GlobalSetup]
    public void Name() => _calendar = new(Zone.Length == 0 ? null : Zone, BillingPeriod.DefaultDay);

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public long Period()
    {
        var ticks = 0L;
        foreach (var usage in Sample.Events) ticks += _calendar.PeriodContaining(usage.Time).Start.Ticks;
        return ticks;
    }

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public long Window()
    {
        var ticks = 0L;
        foreach (var usage in Sample.Events) ticks += CapWindow.Day.StartOf(usage.Time, _calendar).Ticks;
        return ticks;
    }
}
