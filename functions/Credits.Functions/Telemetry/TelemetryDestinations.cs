using Credits.Functions.Configuration;
using Microsoft.Extensions.Configuration;

namespace Credits.Functions.Telemetry;

/// <summary>Where telemetry goes, as app settings say it; empty is nowhere.</summary>
public sealed class TelemetryDestinations
{
    internal const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    internal const string ProtocolSetting = "OTEL_EXPORTER_OTLP_PROTOCOL";
    internal const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    internal const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private const string ByIdentity = "Authorization=AAD";
    private const string InstrumentationKey = "InstrumentationKey";
    private const string IngestionEndpoint = "IngestionEndpoint";
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    /// <summary>A collector's address.</summary>
    public string Otlp { get; private set; } = "";

    /// <summary>What is spoken with the collector.</summary>
    public string Protocol { get; private set; } = "";

    /// <summary>Azure Monitor's connection string.</summary>
    public string AzureMonitor { get; private set; } = "";

    /// <summary>How the app shows Azure Monitor who it is.</summary>
    public string Authentication { get; private set; } = "";

    /// <summary>Whether nobody wants any.</summary>
    public bool AreNone => Otlp.Length == 0 && AzureMonitor.Length == 0;

    /// <summary>Whether the app shows Azure Monitor its identity.</summary>
    public bool IsByIdentity => Authentication.Contains(ByIdentity, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads them.</summary>
    public void Read(IConfiguration settings) =>
        (Otlp, Protocol, AzureMonitor, Authentication) =
        (settings[OtlpSetting] ?? "", settings[ProtocolSetting] ?? "", settings[AzureMonitorSetting] ?? "", settings[AuthenticationSetting] ?? "");

    /// <summary>Everything that is wrong; each names the setting and says what it must be.</summary>
    /// <remarks>The libraries would send elsewhere or be refused, and tell nobody, or end the app.</remarks>
    public IEnumerable<string> Faults()
    {
        if (Otlp.Length > 0 && !WebAddress.IsOne(Otlp)) yield return SettingFault.Of(OtlpSetting, Otlp, WebAddress.Rule);
        if (Protocol.Length > 0 && !Protocols.Contains(Protocol)) yield return SettingFault.Of(ProtocolSetting, Protocol, string.Join(" or ", Protocols));
        if (SettingFault.IsUnread(AzureMonitor)) yield return SettingFault.OfUnread(AzureMonitorSetting);
        else if (AzureMonitor.Length > 0 && !IsConnectionString(AzureMonitor)) yield return SettingFault.OfConnectionString(AzureMonitorSetting);
        if (Authentication.Length > 0 && !IsByIdentity) yield return SettingFault.Of(AuthenticationSetting, Authentication, $"{ByIdentity}, perhaps with a ClientId, or empty");
    }

    private static bool IsConnectionString(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToLookup(part => part[0], part => part[^1], StringComparer.OrdinalIgnoreCase);
        return parts[InstrumentationKey].Any(key => Guid.TryParse(key, out _)) && parts[IngestionEndpoint].All(WebAddress.IsOne);
    }
}
