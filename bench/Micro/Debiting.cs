using BenchmarkDotNet.Attributes;
using Credits.Accounts;
using Credits.Booking;
using Credits.Journal;

namespace Credits.Bench.Micro;

/// <summary>A priced event → burned, sealed and posted.</summary>
public class Debiting : IDisposable
{
    private readonly HashChain _chain = new();
    private Account _account = null!;

    [Params(1, 5, 90)]
    public int Grants { get; set; }

    [GlobalSetup]
    public void Open() => _account = Sample.AccountWith(Sample.Grants(Grants));

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public long Debit()
    {
        var commit = new PendingCommit(_account, Sample.Noon, _chain);
        for (var i = 0; i < Sample.Events.Length; i++) commit.Debit(Sample.Events[i], Sample.Charges[i]);
        return commit.Account.Sequence;
    }

    public void Dispose()
    {
        _chain.Dispose();
        GC.SuppressFinalize(this);
    }
}
