using Credits.Functions.Configuration;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Checks at start that there is what connections and triggers can't do without.</summary>
/// <remarks>The Functions host leaves out a function whose trigger names a setting that is missing: nothing would fail, and no credit would ever expire.</remarks>
internal sealed class RequiredSettings(IConfiguration configuration) : IValidateOptions<StorageOptions>
{
    /// <summary>The settings that triggers name.</summary>
    internal static readonly string[] OfTriggers = ["UsageHub", "ReconcileSchedule", "DueSchedule", "SignalsSchedule", "AlertsSchedule", "TopUpsSchedule"];

    /// <summary>Each connection: a connection string under its name, or these parts below it and the app's own identity.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> OfConnections = new Dictionary<string, string[]>
    {
        ["Cosmos"] = ["accountEndpoint"],
        ["Storage"] = ["blobServiceUri", "queueServiceUri", "tableServiceUri"],
        ["EventHubs"] = ["fullyQualifiedNamespace"],
    };

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        string[] faults = [.. Triggers(), .. OfConnections.SelectMany(connection => Connection(connection.Key, connection.Value)), .. CosmosMode()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Triggers() =>
        from setting in OfTriggers where IsMissing(setting) select $"The app setting '{setting}' is missing; a trigger names it, and the README's table of settings says what it is for.";

    private IEnumerable<string> Connection(string connection, string[] parts) =>
        from part in parts
        where IsMissing(connection) && IsMissing($"{connection}:{part}")
        select $"The app setting '{connection}' (a connection string) or '{SettingFault.NameOf(connection, part)}' (to use the app's identity) is missing.";

    private IEnumerable<string> CosmosMode()
    {
        var mode = configuration["Cosmos:ConnectionMode"];
        if (!string.IsNullOrEmpty(mode) && !Enum.GetNames<ConnectionMode>().Contains(mode)) yield return SettingFault.Of("Cosmos", "ConnectionMode", mode, string.Join(" or ", Enum.GetNames<ConnectionMode>()));
    }

    private bool IsMissing(string setting) => string.IsNullOrWhiteSpace(configuration[setting]);
}
