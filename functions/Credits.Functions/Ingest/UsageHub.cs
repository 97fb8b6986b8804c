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
    // Bounds memory: a message has at most 1 MiB, and usually less than one of KB.
    private const int MessagesAtATime = 500;

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
        for (var next = range.First; next <= range.Last;)
        {
            var events = (await reader.ReceiveBatchAsync(MessagesAtATime, Patience, cancellation)).ToArray();
            if (events.Length == 0) throw new TimeoutException($"The event hub gave no message from {next} on of partition {partition} within {Patience.TotalSeconds:0} s; it is tried again.");

            yield return [.. events.Where(message => message.SequenceNumber <= range.Last).Select(ToMessage)];
            next = events[^1].SequenceNumber + 1;
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
