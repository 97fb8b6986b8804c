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

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A value is none the real host takes.</exception>
    internal static QueueSettings Read(IConfiguration section)
    {
        var defaults = new QueueSettings();
        var batchSize = section.GetValue("batchSize", defaults.BatchSize);
        if (batchSize is < 1 or > MaxBatchSize) throw new InvalidOperationException($"extensions.queues.batchSize is {batchSize}; it must be from 1 to {MaxBatchSize}.");

        return new()
        {
            BatchSize = batchSize,
            NewBatchThreshold = section.GetValue("newBatchThreshold", batchSize / 2),
            MaxDequeueCount = section.GetValue("maxDequeueCount", defaults.MaxDequeueCount),
            VisibilityTimeout = section.GetValue("visibilityTimeout", defaults.VisibilityTimeout),
            MaxPollingInterval = section.GetValue("maxPollingInterval", defaults.MaxPollingInterval),
            IsBase64 = !"none".Equals(section["messageEncoding"], StringComparison.OrdinalIgnoreCase),
        };
    }
}
