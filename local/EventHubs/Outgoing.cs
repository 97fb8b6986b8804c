using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Gives a receiver one event after the other over one link.</summary>
internal sealed class Outgoing(PartitionLog partition, long next, ILogger log) : IMessageSource, IDisposable
{
    private const int EventsPerRead = 256;

    private readonly CancellationTokenSource _closed = new();
    private readonly Queue<StoredEvent> _read = new();

    // AMQPNetLite awaits this in a loop that nobody observes: what goes wrong has to end the link here. Null sends nothing.
    public async Task<ReceiveContext?> GetMessageAsync(ListenerLink link)
    {
        try
        {
            if (_read.Count == 0)
            {
                foreach (var item in await partition.Read(next, EventsPerRead, _closed.Token)) _read.Enqueue(item);
            }

            var stored = _read.Dequeue();
            next = stored.SequenceNumber + 1;
            return new(link, ToMessage(stored));
        }
        catch (Exception e) when (_closed.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
        catch (Exception e)
        {
            log.LogError(e, "Partition {Partition} could not be read from {SequenceNumber} on", partition.PartitionId, next);
            link.Close(TimeSpan.Zero, new Error(ErrorCode.InternalError) { Description = e.Message });
            return null;
        }
    }

    public void DisposeMessage(ReceiveContext receiveContext, DispositionContext dispositionContext) => dispositionContext.Complete();

    public void Dispose() => _closed.Cancel();

    private static Message ToMessage(StoredEvent stored)
    {
        var message = Message.Decode(EventRecord.Buffer(stored.Encoded));
        var annotations = message.MessageAnnotations ??= new();
        annotations[new Symbol("x-opt-sequence-number")] = stored.SequenceNumber;
        annotations[new Symbol("x-opt-offset")] = $"{stored.SequenceNumber}";
        annotations[new Symbol("x-opt-enqueued-time")] = stored.EnqueuedAt.UtcDateTime;
        if (stored.PartitionKey is { } key) annotations[new Symbol("x-opt-partition-key")] = key;
        return message;
    }
}
