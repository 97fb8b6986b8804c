using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Credits.Bench.EndToEnd;

/// <summary>Counts what a process allocates on its garbage-collected heap, by the counter that .NET publishes every second.</summary>
internal sealed class Allocations : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private long _bytes;

    private Allocations(EventPipeSession session)
    {
        _session = session;
        _reading = Task.Run(Read);
    }

    public static Allocations Of(int process) => new(new DiagnosticsClient(process).StartEventPipeSession(
        new EventPipeProvider("System.Runtime", EventLevel.Informational, arguments: new Dictionary<string, string> { ["EventCounterIntervalSec"] = $"{Interval.TotalSeconds}" }),
        requestRundown: false));

    /// <summary>Bytes allocated until now. Waits for the counter's next two reports, the last of which is of an idle process.</summary>
    public async Task<long> Total(CancellationToken cancellation)
    {
        await Task.Delay(2 * Interval + Interval / 2, cancellation);
        return Interlocked.Read(ref _bytes);
    }

    public void Dispose()
    {
        _session.Stop();
        _reading.Wait();
        _session.Dispose();
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += item =>
        {
            if (item.EventName != "EventCounters" || item.PayloadValue(0) is not IDictionary<string, object> outer || outer["Payload"] is not IDictionary<string, object> counter) return;
            if (counter["Name"] as string == "alloc-rate") Interlocked.Add(ref _bytes, (long)(double)counter["Increment"]);
        };
        source.Process();
    }
}
