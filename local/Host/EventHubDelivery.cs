using Credits.Local.EventHubs;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>Invokes a function with one batch until it succeeds or its retry policy is exhausted.</summary>
/// <remarks>A worker's death is a failed try; a retry is the same batch in a new invocation.</remarks>
/// <param name="function">The function's name.</param>
/// <param name="partition">The partition's id.</param>
/// <param name="policy">How often it is tried again.</param>
/// <param name="invoke">One invocation.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="log">Is told what failed.</param>
public sealed class EventHubDelivery(
    string function, string partition, RetryPolicy policy, Func<IReadOnlyList<StoredEvent>, RetryContext?, CancellationToken, Task> invoke, TimeProvider clock, ILogger log)
{
    /// <summary>Returns when the batch is done with, whatever its result.</summary>
    /// <exception cref="OperationCanceledException">The host stops, which is no failed try: the batch is not done with.</exception>
    public async Task Deliver(IReadOnlyList<StoredEvent> batch, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await invoke(batch, policy.ContextOf(retry), cancellation);
                return;
            }
            catch (Exception e) when (e is FunctionFailedException or WorkerDiedException)
            {
                cancellation.ThrowIfCancellationRequested();
                var range = $"{batch[0].SequenceNumber}–{batch[^1].SequenceNumber} of partition {partition}";
                if (!policy.Allows(retry))
                {
                    log.LogError("{Function} failed for events {Range}, which are skipped: {Reason}", function, range, e.Message);
                    return;
                }

                log.LogWarning("{Function} failed for events {Range} and is tried again: {Reason}", function, range, e.Message);
                await Task.Delay(policy.PauseBefore(retry + 1), clock, cancellation);
            }
        }
    }
}
