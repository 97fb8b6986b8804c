using BenchmarkDotNet.Attributes;
using Credits.Functions.Storage.Accounts;

namespace Credits.Bench.Micro;

/// <summary>An event → whether it may have been booked before, among 100,000 fingerprints.</summary>
public class Lookup
{
    private const int Booked = 100_000;
    private readonly FingerprintIndex _index = new();

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (var i = 0; i < Booked; i++) _index.Add((ulong)random.NextInt64());
    }

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public int Fingerprint()
    {
        var found = 0;
        foreach (var usage in Sample.Events) found += _index.Find(usage.Identity.Fingerprint())?.Count ?? 0;
        return found;
    }
}
