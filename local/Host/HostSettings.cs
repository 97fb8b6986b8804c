using Credits.Local.Host.Durable;

namespace Credits.Local.Host;

/// <summary>What host.json says, as far as this host heeds it.</summary>
/// <param name="RoutePrefix">Before every HTTP route.</param>
/// <param name="EventHubs">How events come in batches.</param>
/// <param name="Queues">How queues are read.</param>
/// <param name="Durable">The task hub of Durable Functions.</param>
public sealed record HostSettings(string RoutePrefix, EventHubSettings EventHubs, QueueSettings Queues, DurableSettings Durable)
{
    // An app setting of this prefix has the last word: learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
    private const string Overriding = "AzureFunctionsJobHost__";
    private const string Separator = "__";

    /// <summary>Reads host.json of a built function app, and what overrides it: environment variables, then app settings.</summary>
    /// <exception cref="InvalidOperationException">A value is none the real host takes.</exception>
    public static HostSettings Read(string appDirectory, IReadOnlyDictionary<string, string> appSettings)
    {
        using var json = File.OpenRead(Path.Combine(appDirectory, "host.json"));
        var extensions = new ConfigurationBuilder()
            .AddJsonStream(json)
            .AddEnvironmentVariables(Overriding)
            .AddInMemoryCollection(appSettings
                .Where(setting => setting.Key.StartsWith(Overriding, StringComparison.OrdinalIgnoreCase))
                .Select(setting => KeyValuePair.Create(setting.Key[Overriding.Length..].Replace(Separator, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)setting.Value)))
            .Build()
            .GetSection("extensions");
        return new(
            extensions["http:routePrefix"] ?? "api",
            EventHubSettings.Read(extensions.GetSection("eventHubs")),
            QueueSettings.Read(extensions.GetSection("queues")),
            DurableSettings.Read(extensions.GetSection("durableTask")));
    }
}
