using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests;

/// <summary>The whole product, started once for all tests of the collection; each test uses accounts of its own.</summary>
public sealed class RunningStack : IAsyncLifetime
{
    public const string Collection = "The running stack";

    // An alert that nobody takes is given up after two seconds, not 18 hours; a card that is declined is tried again after 15 seconds, not an hour:
    // time enough to hear of it and to leave another card.
    private static readonly Dictionary<string, string> Hurried = new() { ["Alerts__RetryBase"] = "00:00:00.0001", ["TopUps__Dunning"] = "00:00:15, 00:00:03" };

    private readonly string _data = Directory.CreateTempSubdirectory("credits-e2e-").FullName;
    private EventHubProducerClient _hub = null!;

    public LocalStack Stack { get; private set; } = null!;

    public ApiClient Api { get; private set; } = null!;

    /// <summary>Where mails come to lie.</summary>
    public string MailFolder => Path.Combine(_data, "mail");

    public async Task InitializeAsync()
    {
        Stack = await LocalStack.Start(new() { DataDirectory = _data, Settings = Hurried }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Api = new(() => Stack.Endpoints);
        _hub = new(Stack.Endpoints.EventHubs, Stack.Endpoints.UsageHub);
        await Api.PublishPrices();
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await Stack.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Sends bodies as one batch to one partition.</summary>
    public Task Send(string partitionKey, params IEnumerable<EventData> messages) =>
        _hub.SendAsync(messages, new SendEventOptions { PartitionKey = partitionKey });

    /// <summary>Sends events as a batch of messages.</summary>
    public Task Send(string partitionKey, params IEnumerable<JsonObject> events) =>
        Send(partitionKey, events.Select(item => new EventData(item.ToJsonString())));
}

[CollectionDefinition(RunningStack.Collection)]
public sealed class RunningStackCollection : ICollectionFixture<RunningStack>;
