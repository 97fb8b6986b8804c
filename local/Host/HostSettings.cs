using System.Text.Json;
using Credits.Local.Host.Durable;

namespace Credits.Local.Host;

/// <summary>What host.json says, as far as this host heeds it.</summary>
/// <param name="RoutePrefix">Before every HTTP route.</param>
/// <param name="MaxEventBatchSize">The most events of one Event Hubs invocation.</param>
/// <param name="Queues">How queues are read.</param>
/// <param name="Durable">The task hub of Durable Functions.</param>
public sealed record HostSettings(string RoutePrefix, int MaxEventBatchSize, QueueSettings Queues, DurableSettings Durable)
{
    private const int DefaultEventBatchSize = 100;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads host.json of a built function app.</summary>
    public static HostSettings Read(string appDirectory)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(appDirectory, "host.json")), Lenient);
        return new(
            Find(json.RootElement, "extensions", "http", "routePrefix")?.GetString() ?? "api",
            Find(json.RootElement, "extensions", "eventHubs", "maxEventBatchSize")?.GetInt32() ?? DefaultEventBatchSize,
            QueueSettings.Read(Find(json.RootElement, "extensions", "queues")),
            DurableSettings.Read(Find(json.RootElement, "extensions", "durableTask")));
    }

    private static JsonElement? Find(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json)) return null;

        return json;
    }
}
