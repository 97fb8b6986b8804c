namespace Credits.Local.Host;

/// <summary>How events come in batches: host.json's <c>extensions.eventHubs</c>, with the real host's defaults and bounds.</summary>
public sealed record EventHubSettings
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>The most events of one invocation.</summary>
    public int MaxEventBatchSize { get; init; } = 100;

    /// <summary>How many events an invocation waits for. With 1 it waits for none: what is there is delivered at once.</summary>
    public int MinEventBatchSize { get; init; } = 1;

    /// <summary>For how long it waits, before fewer are delivered; at most ten minutes.</summary>
    public TimeSpan MaxWaitTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A value is none the real host takes.</exception>
    internal static EventHubSettings Read(IConfiguration section)
    {
        var settings = new EventHubSettings();
        settings = settings with
        {
            MaxEventBatchSize = section.GetValue("maxEventBatchSize", settings.MaxEventBatchSize),
            MinEventBatchSize = section.GetValue("minEventBatchSize", settings.MinEventBatchSize),
            MaxWaitTime = section.GetValue("maxWaitTime", settings.MaxWaitTime),
        };
        if (settings.MaxEventBatchSize < 1) throw Refused("maxEventBatchSize", settings.MaxEventBatchSize, "at least 1");
        if (settings.MinEventBatchSize < 1 || settings.MinEventBatchSize > settings.MaxEventBatchSize)
            throw Refused("minEventBatchSize", settings.MinEventBatchSize, $"from 1 to maxEventBatchSize, which is {settings.MaxEventBatchSize}");
        if (settings.MaxWaitTime < TimeSpan.Zero || settings.MaxWaitTime > LongestWait) throw Refused("maxWaitTime", settings.MaxWaitTime, "from 00:00:00 to 00:10:00");
        return settings;
    }

    /// <summary>How long the first batch after a start is waited for: only for what is left since the checkpoint moved, since whoever had the partition before may have waited already.</summary>
    /// <param name="checkpoint">When it moved; null when there is none.</param>
    /// <param name="now">Now.</param>
    internal TimeSpan FirstWait(DateTimeOffset? checkpoint, DateTimeOffset now)
    {
        if (checkpoint is not { } moved) return TimeSpan.Zero;

        var left = moved + MaxWaitTime - now;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < MaxWaitTime ? left : MaxWaitTime;
    }

    private static InvalidOperationException Refused(string name, object value, string must) => new($"extensions.eventHubs.{name} is {value}; it must be {must}.");
}
