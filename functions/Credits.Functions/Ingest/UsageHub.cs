using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Usage;

namespace Credits.Functions.Ingest;

/// <summary>Asks the event hub over AMQP, and reads it in a consumer group of its own: in the trigger's, the trigger reads alone.</summary>
/// <param name="hub">For the bounds of the partitions.</param>
/// <param name="openReader">A reader of a partition from a position on.</param>
public sealed class UsageHub(EventHubProducerClient hub, Func<string, EventPosition, PartitionReceiver> openReader) : IUsageHub
{
    // What is handed on at a time, and booked as one batch: by their number, which is the bound of small messages, and by their bytes.
    private const int MessagesAtATime = 500;
    private const int BytesAtATime = 8 * 1024 * 1024;

    // How large the next message is nobody knows before it is there. Each has up to 1 MiB, so that these are 16 MiB at most beyond what is handed on.
    private const int MessagesAtOnce = 16;

    // As the trigger's host writes what JSON has no number for. One that can't be written would keep the rest of its partition from being read.
    private static readonly JsonSerializerOptions LikeTheTrigger = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task<string[]> Partitions(CancellationToken cancellation) => hub.GetPartitionIdsAsync(cancellation);

    /// <inheritdoc/>
    public async Task<PartitionBounds> BoundsOf(string partition, CancellationToken cancellation) => BoundsOf(await hub.GetPartitionPropertiesAsync(partition, cancellation));

    /// <inheritdoc/>
    public async IAsyncEnumerable<UsageMessage[]> Read(string partition, SequenceRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = openReader(partition, EventPosition.FromSequenceNumber(range.First, isInclusive: true));
        var (read, bytes) = (new List<UsageMessage>(), 0L);
        for (var next = range.First; next <= range.Last;)
        {
            var wanted = Math.Min(MessagesAtATime - read.Count, range.Last - next + 1);
            var events = (await reader.ReceiveBatchAsync((int)Math.Min(MessagesAtOnce, wanted), Patience, cancellation)).ToArray();
            foreach (var message in events.Where(message => message.SequenceNumber <= range.Last))
            {
                read.Add(ToMessage(message));
                bytes += read[^1].Body.Length;
            }

            var isSilent = events.Length == 0;
            if (!isSilent) next = events[^1].SequenceNumber + 1;
            if (read.Count > 0 && (isSilent || next > range.Last || read.Count >= MessagesAtATime || bytes >= BytesAtATime))
            {
                yield return [.. read];
                (read, bytes) = ([], 0);
            }

            if (isSilent) throw new TimeoutException($"The event hub gave no message from {next} on of partition {partition} within {Patience.TotalSeconds:0} s; it is tried again.");
        }
    }

    // A partition that never took a message and one that took only its first, which is gone by now, answer alike.
    private static PartitionBounds BoundsOf(PartitionProperties properties)
    {
        var last = properties.IsEmpty && properties.LastEnqueuedSequenceNumber <= 0 ? -1 : properties.LastEnqueuedSequenceNumber;
        return new(properties.Id, properties.IsEmpty ? last + 1 : properties.BeginningSequenceNumber, last);
    }

    private static UsageMessage ToMessage(EventData message) => new(
        message.EventBody.ToMemory(),
        message.Properties.ToImmutableDictionary(property => property.Key, property => Text(property.Value)),
        message.SequenceNumber,
        message.EnqueuedTime);

    // As the trigger gives them: a text as it is, anything else as its JSON.
    private static string Text(object? value)
    {
        var json = JsonSerializer.SerializeToElement(value, LikeTheTrigger);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}
