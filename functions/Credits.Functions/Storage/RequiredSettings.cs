using Credits.Functions.Configuration;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Checks at start that there is what connections and triggers can't do without, and that it can be used.</summary>
/// <remarks>The Functions host leaves out a function whose trigger names a setting that is missing or wrong: nothing would fail, and no credit would ever expire.</remarks>
internal sealed class RequiredSettings(IConfiguration configuration, ConnectionStringCheck connectionStrings) : IValidateOptions<StorageOptions>
{
    /// <summary>The settings that triggers name.</summary>
    internal static readonly string[] OfTriggers = [Connections.HubSetting, .. Schedules];

    /// <summary>Each connection: a connection string under its name, or these parts below it and the app's own identity.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> OfConnections = new Dictionary<string, string[]>
    {
        ["Cosmos"] = ["accountEndpoint"],
        ["Storage"] = ["blobServiceUri", "queueServiceUri", "tableServiceUri"],
        ["EventHubs"] = [Namespace],
    };

    private const string Namespace = "fullyQualifiedNamespace";

    // That of a trigger that names none.
    private const string TriggersGroup = "$Default";

    private static string[] Schedules => ["ReconcileSchedule", "DueSchedule", "SignalsSchedule", "AlertsSchedule", "TopUpsSchedule"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        string[] faults = [.. OfTriggers.SelectMany(Trigger), .. OfConnections.SelectMany(connection => Connection(connection.Key, connection.Value)), .. CosmosMode(), .. ReconcileGroup(), .. Identity()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Trigger(string setting)
    {
        if (IsMissing(setting)) yield return $"The app setting '{setting}' is missing; a trigger names it, and the README's table of settings says what it is for.";
        else if (SettingFault.IsUnread(configuration[setting])) yield return SettingFault.OfUnread(setting);
        else if (Schedules.Contains(setting) && !Schedule.IsOne(configuration[setting]!)) yield return SettingFault.Of(setting, configuration[setting], Schedule.Rule);
    }

    private IEnumerable<string> Connection(string connection, string[] parts)
    {
        if (IsMissing(connection)) return parts.SelectMany(part => Part(connection, part));
        return SettingFault.IsUnread(configuration[connection]) ? [SettingFault.OfUnread(connection)] : connectionStrings.Faults(connection);
    }

    private IEnumerable<string> Part(string connection, string part)
    {
        var value = configuration[$"{connection}:{part}"];
        if (string.IsNullOrWhiteSpace(value))
            yield return $"The app setting '{connection}' (a connection string) or '{SettingFault.NameOf(connection, part)}' (to use the app's identity) is missing.";
        else if (part == Namespace && Uri.CheckHostName(value) == UriHostNameType.Unknown)
            yield return SettingFault.Of(connection, part, value, "a host's name without a scheme, such as usage.servicebus.windows.net");
        else if (part != Namespace && !WebAddress.IsOne(value))
            yield return SettingFault.Of(connection, part, value, WebAddress.Rule);
    }

    private IEnumerable<string> CosmosMode()
    {
        var mode = configuration["Cosmos:ConnectionMode"];
        if (!string.IsNullOrEmpty(mode) && !Enum.GetNames<ConnectionMode>().Contains(mode)) yield return SettingFault.Of("Cosmos", "ConnectionMode", mode, string.Join(" or ", Enum.GetNames<ConnectionMode>()));
    }

    private IEnumerable<string> ReconcileGroup()
    {
        var group = configuration[Connections.ReconcileGroupSetting];
        if (SettingFault.IsUnread(group) || TriggersGroup.Equals(group, StringComparison.OrdinalIgnoreCase))
            yield return SettingFault.Of(Connections.ReconcileGroupSetting, group, "a consumer group of its own: in the trigger's, the trigger alone may read");
    }

    private IEnumerable<string> Identity()
    {
        var identity = configuration[AppIdentity.Setting];
        if (!string.IsNullOrEmpty(identity) && !Guid.TryParse(identity, out _)) yield return SettingFault.Of(AppIdentity.Setting, identity, "the client id of an identity, which is a GUID");
    }

    private bool IsMissing(string setting) => string.IsNullOrWhiteSpace(configuration[setting]);
}
