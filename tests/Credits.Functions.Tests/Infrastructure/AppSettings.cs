using System.Reflection;
using Credits.Functions.Configuration;
using Credits.Functions.Tests.Packaging;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>Every app setting that the app reads.</summary>
internal static class AppSettings
{
    // By hand, where clients and exporters are made.
    private static readonly string[] OfConnections =
    [
        "Cosmos", "Cosmos__accountEndpoint", "Cosmos__ConnectionMode", "Storage", "Storage__blobServiceUri", "Storage__queueServiceUri", "Storage__tableServiceUri",
        "EventHubs", "EventHubs__fullyQualifiedNamespace", "UsageHub", "ReconcileConsumerGroup", "AZURE_CLIENT_ID",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    ];

    private static readonly IReadOnlyDictionary<string, Type> Sections = typeof(ICheckedOptions).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(ICheckedOptions)))
        .ToDictionary(type => (string)type.GetProperty(nameof(ICheckedOptions.Section), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

    /// <summary>Those that options hold.</summary>
    public static IEnumerable<string> OfOptions { get; } =
        [.. Sections.SelectMany(section => section.Value.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => $"{section.Key}__{property.Name}"))];

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<string>> All() =>
        [.. (await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Concat(OfConnections).Concat(OfOptions).Distinct()];
}
