using System.Text.Json;
using System.Text.RegularExpressions;

namespace Credits.Local.Host.Durable;

/// <summary>What host.json says of Durable Functions, as far as this host heeds it.</summary>
public sealed partial record DurableSettings
{
    private const string AzureStorage = "AzureStorage";

    /// <summary>What the task hub's tables, queues and containers are named after.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>The app setting with the connection string of the hub's storage.</summary>
    public string ConnectionName { get; init; } = "AzureWebJobsStorage";

    /// <summary>Reads the section <c>extensions.durableTask</c>.</summary>
    /// <exception cref="InvalidOperationException">The hub's name is none.</exception>
    /// <exception cref="NotSupportedException">The hub is to be stored elsewhere than in Azure Storage.</exception>
    public static DurableSettings Read(JsonElement? section)
    {
        var settings = new DurableSettings();
        if (section is not { ValueKind: JsonValueKind.Object } json) return settings;

        if (json.TryGetProperty("hubName", out var name)) settings = settings with { HubName = name.GetString()! };
        if (!HubNames().IsMatch(settings.HubName))
            throw new InvalidOperationException($"host.json names the task hub '{settings.HubName}'; it must be 3 to 45 letters and digits, and begin with a letter.");

        if (!json.TryGetProperty("storageProvider", out var storage)) return settings;
        if (storage.TryGetProperty("type", out var type) && !AzureStorage.Equals(type.GetString(), StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException($"host.json keeps the task hub in '{type.GetString()}'; the local host supports only {AzureStorage}.");

        return storage.TryGetProperty("connectionName", out var connection) ? settings with { ConnectionName = connection.GetString()! } : settings;
    }

    // The queues' names begin with it, the tables' too.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubNames();
}
