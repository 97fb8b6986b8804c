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
    internal static DurableSettings Read(IConfiguration section)
    {
        var settings = new DurableSettings();
        settings = new() { HubName = section["hubName"] ?? settings.HubName, ConnectionName = section["storageProvider:connectionName"] ?? settings.ConnectionName };
        if (!HubNames().IsMatch(settings.HubName))
            throw new InvalidOperationException($"extensions.durableTask.hubName is '{settings.HubName}'; it must be 3 to 45 letters and digits, and begin with a letter.");

        var type = section["storageProvider:type"] ?? AzureStorage;
        return AzureStorage.Equals(type, StringComparison.OrdinalIgnoreCase) ? settings
            : throw new NotSupportedException($"extensions.durableTask.storageProvider.type is '{type}'; the local host supports only {AzureStorage}.");
    }

    // The queues' names begin with it, the tables' too.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubNames();
}
