using BenchmarkDotNet.Attributes;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Bench.Micro;

/// <summary>An event → what it costs, on a card of 21 rates.</summary>
public class Rate
{
    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public long Price()
    {
        var millionths = 0L;
        foreach (var usage in Sample.Events)
            if (Pricing.TryPrice(usage, Sample.Tariff, PeriodCounters.None, out var charge, out _)) millionths += charge.Amount.Millionths;

        return millionths;
    }
}
