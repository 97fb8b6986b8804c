using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Credits.Local.EventHubs;
using Credits.Local.Host.Rpc;
using Google.Protobuf;

namespace Credits.Local.Host;

/// <summary>A batch in the form the worker gets it: bodies as the argument, everything else as trigger metadata by name.</summary>
internal static class EventHubBatch
{
    public static InvocationRequest ToRequest(string parameter, Hub hub, PartitionLog partition, IReadOnlyList<StoredEvent> batch)
    {
        var bodies = new CollectionBytes();
        var sequenceNumbers = new CollectionSInt64();
        var offsets = new CollectionString();
        var partitionKeys = new CollectionString();
        foreach (var item in batch)
        {
            bodies.Bytes.Add(UnsafeByteOperations.UnsafeWrap(item.Body));
            sequenceNumbers.Sint64.Add(item.SequenceNumber);
            offsets.String.Add(Offset(item));
            partitionKeys.String.Add(item.PartitionKey ?? "");
        }

        return new()
        {
            InputData = { new ParameterBinding { Name = parameter, Data = new() { CollectionBytes = bodies } } },
            TriggerMetadata =
            {
                ["PartitionContext"] = new() { Json = JsonSerializer.Serialize(new { EventHubName = hub.Name, EventHubTrigger.ConsumerGroup, partition.PartitionId }) },
                ["SequenceNumberArray"] = new() { CollectionSint64 = sequenceNumbers },
                ["OffsetArray"] = new() { CollectionString = offsets },
                ["PartitionKeyArray"] = new() { CollectionString = partitionKeys },
                ["EnqueuedTimeUtcArray"] = new() { Json = Array(batch, static (json, item) => json.WriteStringValue(item.EnqueuedAt.UtcDateTime)) },
                ["PropertiesArray"] = new() { Json = Array(batch, WriteProperties) },
                ["SystemPropertiesArray"] = new() { Json = Array(batch, WriteSystemProperties) },
            },
        };
    }

    private static string Array(IReadOnlyList<StoredEvent> batch, Action<Utf8JsonWriter, StoredEvent> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var item in batch) write(json, item);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteProperties(Utf8JsonWriter json, StoredEvent item)
    {
        json.WriteStartObject();
        foreach (var (name, value) in item.Properties)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value.GetType());
        }

        json.WriteEndObject();
    }

    private static void WriteSystemProperties(Utf8JsonWriter json, StoredEvent item)
    {
        json.WriteStartObject();
        json.WriteNumber("SequenceNumber", item.SequenceNumber);
        json.WriteString("Offset", Offset(item));
        json.WriteString("PartitionKey", item.PartitionKey);
        json.WriteString("EnqueuedTimeUtc", item.EnqueuedAt.UtcDateTime);
        if (item.ContentType is { } type) json.WriteString("content-type", type);
        json.WriteEndObject();
    }

    private static string Offset(StoredEvent item) => item.SequenceNumber.ToString(CultureInfo.InvariantCulture);
}
