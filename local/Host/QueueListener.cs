using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Credits.Local.Host;

/// <summary>Takes messages from a queue and has them delivered, several at the same time.</summary>
/// <param name="queue">The queue; it need not exist yet.</param>
/// <param name="delivery">Works one message off.</param>
/// <param name="settings">How many at a time, how long between looks.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="log">Is told when the queue can't be read.</param>
public sealed class QueueListener(QueueClient queue, QueueDelivery delivery, QueueSettings settings, TimeProvider clock, ILogger log)
{
    /// <summary>Runs until cancelled; returns when what was taken is worked off.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var running = new List<Task>();
        var pause = new PollingPause(settings.MaxPollingInterval);
        try
        {
            while (true)
            {
                var messages = await Receive(cancellation);
                if (messages.Length == 0)
                {
                    await Task.Delay(pause.Next(), clock, cancellation);
                    continue;
                }

                pause.Reset();
                running.AddRange(messages.Select(message => delivery.Deliver(message, cancellation)));
                while (running.Count > settings.NewBatchThreshold) running.Remove(await Task.WhenAny(running));
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    // Whatever keeps the queue from being read is met with the same patience as an empty one, as in the real host.
    private async Task<QueueMessage[]> Receive(CancellationToken cancellation)
    {
        try
        {
            return await queue.ReceiveMessagesAsync(settings.BatchSize, delivery.Lease, cancellation);
        }
        catch (RequestFailedException e)
        {
            if (e.ErrorCode != QueueErrorCode.QueueNotFound) log.LogWarning("Queue {Queue} can't be read and is asked again: {Reason}", queue.Name, e.Message);
            return [];
        }
    }
}
