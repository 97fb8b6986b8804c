using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Credits.Functions.Storage.Ingest;

namespace Credits.Functions.Usage;

/// <summary>A batch as the Event Hubs trigger hands it over: bodies as an argument, everything else as binding data by name.</summary>
/// <param name="Partition">The event hub's partition.</param>
/// <param name="Messages">The messages, in partition order.</param>
public sealed record EventHubBatch(string Partition, ImmutableArray<UsageMessage> Messages)
{
    private const string EnqueuedTimes = "EnqueuedTimeUtcArray";

    /// <summary>Whether the trigger had passed these messages over, and they were read again.</summary>
    public bool IsReRead { get; init; }

    /// <summary>The sequence numbers of the messages.</summary>
    internal IEnumerable<SequenceRange> Ranges
    {
        get
        {
            var first = 0;
            for (var i = 1; i <= Messages.Length; i++)
            {
                if (i < Messages.Length && Messages[i].SequenceNumber == Messages[i - 1].SequenceNumber + 1) continue;
                yield return new(Messages[first].SequenceNumber, Messages[i - 1].SequenceNumber);
                first = i;
            }
        }
    }

    /// <summary>Joins bodies with their metadata.</summary>
    /// <exception cref="InvalidOperationException">The host left out metadata that booking can't do without.</exception>
    public static EventHubBatch Of(byte[][] bodies, IReadOnlyDictionary<string, object?> bindingData)
    {
        var sequenceNumbers = Numbers(bindingData, "SequenceNumberArray", bodies.Length);
        using var enqueuedTimes = Json(bindingData, EnqueuedTimes, bodies.Length);
        using var properties = Json(bindingData, "PropertiesArray", bodies.Length);

        var messages = ImmutableArray.CreateBuilder<UsageMessage>(bodies.Length);
        foreach (var (time, own) in enqueuedTimes.RootElement.EnumerateArray().Zip(properties.RootElement.EnumerateArray()))
            messages.Add(new(bodies[messages.Count], Properties(own), sequenceNumbers[messages.Count], Time(time)));

        return new(PartitionOf(bindingData), messages.MoveToImmutable());
    }

    private static string PartitionOf(IReadOnlyDictionary<string, object?> bindingData)
    {
        using var context = JsonDocument.Parse(Text(bindingData, "PartitionContext"));
        return context.RootElement.TryGetProperty("PartitionId", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : throw Missing("PartitionContext.PartitionId");
    }

    private static long[] Numbers(IReadOnlyDictionary<string, object?> bindingData, string name, int count)
    {
        var numbers = bindingData.GetValueOrDefault(name) switch
        {
            IEnumerable<long> typed => [.. typed],
            string json => JsonSerializer.Deserialize<long[]>(json) ?? throw Missing(name),
            _ => throw Missing(name),
        };
        return numbers.Length == count ? numbers : throw Missing(name);
    }

    private static JsonDocument Json(IReadOnlyDictionary<string, object?> bindingData, string name, int count)
    {
        var items = JsonDocument.Parse(Text(bindingData, name));
        return items.RootElement.ValueKind == JsonValueKind.Array && items.RootElement.GetArrayLength() == count ? items : throw Missing(name);
    }

    private static string Text(IReadOnlyDictionary<string, object?> bindingData, string name) =>
        bindingData.GetValueOrDefault(name) as string ?? throw Missing(name);

    private static ImmutableDictionary<string, string> Properties(JsonElement properties) =>
        properties.ValueKind != JsonValueKind.Object || !properties.EnumerateObject().MoveNext()
            ? ImmutableDictionary<string, string>.Empty
            : properties.EnumerateObject().ToImmutableDictionary(
                property => property.Name,
                property => property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());

    // The host writes the hub's time without an offset; it is UTC.
    private static DateTimeOffset Time(JsonElement time) =>
        time.ValueKind != JsonValueKind.String ? throw Missing(EnqueuedTimes)
        : time.TryGetDateTime(out var read) && read.Kind != DateTimeKind.Local ? new(read.Ticks, TimeSpan.Zero)
        : DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static InvalidOperationException Missing(string name) =>
        new($"The Event Hubs trigger gave no usable '{name}' with its batch; check the version of the Event Hubs extension.");
}
