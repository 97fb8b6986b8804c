using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Takes what a producer sends over one link.</summary>
internal sealed class Incoming(Hub hub, PartitionLog? chosen, ILogger log) : IMessageProcessor
{
    // As the service's standard tier.
    public const int MaxMessageBytes = 1024 * 1024;

    // Event Hubs' format of a message that holds a batch: each data section is an encoded message of its own.
    private const uint BatchFormat = 0x80013700;

    // As the service's.
    private const int MaxKeyLength = 128;

    private static readonly Symbol PartitionKey = new("x-opt-partition-key");

    public int Credit => 300;

    public void Process(MessageContext messageContext)
    {
        try
        {
            var message = messageContext.Message;
            var key = message.MessageAnnotations?[PartitionKey] as string;
            if (key?.Length > MaxKeyLength) throw new NotSupportedException($"A partition key has at most {MaxKeyLength} characters, not {key.Length}.");

            var events = EventsOf(message);
            var bytes = events.Sum(item => (long)item.Length);
            if (bytes > MaxMessageBytes)
            {
                messageContext.Complete(new Error(ErrorCode.MessageSizeExceeded) { Description = $"A message has at most {MaxMessageBytes} bytes, not {bytes}." });
                return;
            }

            foreach (var item in events) EventRecord.Check(item);
            (chosen ?? hub.PartitionFor(key)).Append(events, key);
            messageContext.Complete();
        }
        catch (Exception e) when (e is NotSupportedException or AmqpException)
        {
            messageContext.Complete(new Error(ErrorCode.NotAllowed) { Description = e.Message });
        }
        catch (IOException e)
        {
            log.LogError(e, "A message to {Hub} could not be kept", hub.Name);
            messageContext.Complete(new Error(ErrorCode.InternalError) { Description = e.Message });
        }
    }

    private static List<ReadOnlyMemory<byte>> EventsOf(Message message)
    {
        if (message.Format != BatchFormat)
        {
            var encoded = message.Encode();
            return [encoded.Buffer.AsMemory(encoded.Offset, encoded.Length)];
        }

        return message.BodySection switch
        {
            Data data => [EventRecord.BytesOf(data)],
            DataList list => [.. Enumerable.Range(0, list.Count).Select(i => EventRecord.BytesOf(list[i]))],
            var other => throw new NotSupportedException($"A batch of events is AMQP data sections, not {other?.GetType().Name}."),
        };
    }
}
