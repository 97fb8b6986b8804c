using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Credits.Bench.Micro;

/// <summary>How every step is measured: with its allocations, and by event, as each benchmark handles <see cref="Events"/> of them at a time.</summary>
public sealed class PerEvent : ManualConfig
{
    /// <summary>Events that one invocation of a benchmark handles: as many as a full commit has.</summary>
    public const int Events = 1_000;

    public PerEvent()
    {
        Add(DefaultConfig.Instance);

        // In this process: a generated project would have to restore and build the whole function app anew for each benchmark.
        AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10));
        AddDiagnoser(MemoryDiagnoser.Default);
        WithOptions(ConfigOptions.JoinSummary);
    }
}
