using System.Reflection;
using Credits.Functions.Alerts;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
using Credits.Functions.Mail;
using Credits.Functions.Payments;
using Credits.Functions.Storage;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Packaging;
using Credits.Functions.TopUps;
using Credits.Functions.Usage;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>Every app setting that the app reads.</summary>
internal static class AppSettings
{
    // By hand, where clients and exporters are made.
    private static readonly string[] OfConnections =
    [
        "Cosmos", "Cosmos__accountEndpoint", "Cosmos__ConnectionMode", "Storage", "Storage__blobServiceUri", "Storage__queueServiceUri", "Storage__tableServiceUri",
        "EventHubs", "EventHubs__fullyQualifiedNamespace", "UsageHub", "ReconcileConsumerGroup", "AZURE_CLIENT_ID",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    ];

    private static readonly Dictionary<string, Type> Sections = new()
    {
        [AccountStoreOptions.Section] = typeof(AccountStoreOptions),
        [AlertOptions.Section] = typeof(AlertOptions),
        [ApiOptions.Section] = typeof(ApiOptions),
        [IngestOptions.Section] = typeof(IngestOptions),
        [SmtpOptions.Section] = typeof(SmtpOptions),
        [StorageOptions.Section] = typeof(StorageOptions),
        [StripeOptions.Section] = typeof(StripeOptions),
        [TopUpOptions.Section] = typeof(TopUpOptions),
        [UsageOptions.Section] = typeof(UsageOptions),
    };

    /// <summary>Those that options hold.</summary>
    public static IEnumerable<string> OfOptions { get; } =
        [.. Sections.SelectMany(section => section.Value.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => $"{section.Key}__{property.Name}"))];

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<string>> All() =>
        [.. (await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Concat(OfConnections).Concat(OfOptions).Distinct()];
}
