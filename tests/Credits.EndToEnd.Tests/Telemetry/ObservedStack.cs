using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests.Telemetry;

/// <summary>The whole product that tells a collector at once what it does.</summary>
public sealed class ObservedStack : IAsyncLifetime
{
    public const string Collection = "The observed stack";

    private readonly string _data = Directory.CreateTempSubdirectory("credits-observed-").FullName;
    private LocalStack _stack = null!;
    private EventHubProducerClient _hub = null!;

    public Collector Collector { get; private set; } = null!;

    public ApiClient Api { get; private set; } = null!;

    public string ApiKey => _stack.Endpoints.ApiKey;

    public async Task InitializeAsync()
    {
        Collector = await Collector.Start();
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        _stack = await LocalStack.Start(new() { DataDirectory = _data, Settings = settings }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Api = new(() => _stack.Endpoints);
        _hub = new(_stack.Endpoints.EventHubs, _stack.Endpoints.UsageHub);
        await Api.PublishPrices();
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _stack.DisposeAsync();
        await Collector.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public Task Send(string account, params EventData[] messages) => _hub.SendAsync(messages, new SendEventOptions { PartitionKey = account });
}

[CollectionDefinition(ObservedStack.Collection)]
public sealed class ObservedStackCollection : ICollectionFixture<ObservedStack>;
