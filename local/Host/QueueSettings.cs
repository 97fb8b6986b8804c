using System.Globalization;
using System.Text.Json;

namespace Credits.Local.Host;

/// <summary>How queues are read: host.json's <c>extensions.queues</c>, with the real host's defaults.</summary>
public sealed record QueueSettings
{
    // As many as the service gives at once.
    private const int MaxBatchSize = 32;

    /// <summary>Messages taken at once, and worked on at the same time.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More are taken when no more than so many are still worked on.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>How often a message is tried before it is moved to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message that failed stays unseen before it is tried again.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The longest pause between two looks into a queue that stays empty.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether messages are written as base64, rather than as they are.</summary>
    public bool IsBase64 { get; init; } = true;

    /// <summary>Reads the section; null when host.json has none.</summary>
    /// <exception cref="InvalidOperationException">A value is none the real host takes.</exception>
    internal static QueueSettings Read(JsonElement? section)
    {
        var defaults = new QueueSettings();
        var batchSize = Find(section, "batchSize")?.GetInt32() ?? defaults.BatchSize;
        if (batchSize is < 1 or > MaxBatchSize) throw new InvalidOperationException($"host.json: extensions.queues.batchSize is {batchSize}; it must be from 1 to {MaxBatchSize}.");

        return new()
        {
            BatchSize = batchSize,
            NewBatchThreshold = Find(section, "newBatchThreshold")?.GetInt32() ?? batchSize / 2,
            MaxDequeueCount = Find(section, "maxDequeueCount")?.GetInt32() ?? defaults.MaxDequeueCount,
            VisibilityTimeout = Time(section, "visibilityTimeout") ?? defaults.VisibilityTimeout,
            MaxPollingInterval = Time(section, "maxPollingInterval") ?? defaults.MaxPollingInterval,
            IsBase64 = !string.Equals(Find(section, "messageEncoding")?.GetString(), "none", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static TimeSpan? Time(JsonElement? section, string name) =>
        Find(section, name)?.GetString() is { } text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null;

    private static JsonElement? Find(JsonElement? section, string name) => section is { } json && json.TryGetProperty(name, out var value) ? value : null;
}
