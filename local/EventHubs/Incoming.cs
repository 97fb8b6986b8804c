using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Takes what a producer sends over one link.</summary>
internal sealed class Incoming(Hub hub, PartitionLog? chosen, ILogger log) : IMessageProcessor
{
    // Event Hubs' format of a message that holds a batch: each data section is an encoded message of its own.
    private const uint BatchFormat = 0x80013700;

    private static readonly Symbol PartitionKey = new("x-opt-partition-key");

    public int Credit => 300;

    public void Process(MessageContext messageContext)
    {
        var message = messageContext.Message;
        var key = message.MessageAnnotations?[PartitionKey] as string;
        try
        {
            (chosen ?? hub.PartitionFor(key)).Append(EventsOf(message), key);
            messageContext.Complete();
        }
        catch (Exception e) when (e is IOException or NotSupportedException or InvalidDataException)
        {
            log.LogError(e, "A message to {Hub} was refused", hub.Name);
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
