using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.Stack;

namespace Credits.Local.Demo;

/// <summary>Sends what an AI company's apps would: chat calls to several models with long-tailed token counts, now and then an image.</summary>
internal sealed class DemoTraffic(Endpoints endpoints, TimeProvider clock) : IAsyncDisposable
{
    private const int EventsPerSecond = 200;
    private const double ImageShare = 0.02;
    private const double TypicalInputTokens = 700;
    private const double TypicalOutputTokens = 180;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly EventHubProducerClient _hub = new(endpoints.EventHubs, endpoints.UsageHub);
    private readonly Random _random = new();
    private long _sent;

    /// <summary>How many events were sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends until cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(Tick, clock);
        while (await ticks.WaitForNextTickAsync(cancellation))
        {
            foreach (var customer in DemoCatalogue.Customers)
            {
                var count = (int)Math.Round(EventsPerSecond * Tick.TotalSeconds * customer.Share);
                var events = Enumerable.Range(0, Math.Max(1, count)).Select(_ => Event(customer.Account)).ToArray();
                await _hub.SendAsync(events, new SendEventOptions { PartitionKey = customer.Account }, cancellation);
                Interlocked.Add(ref _sent, events.Length);
            }
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private EventData Event(string account)
    {
        var image = _random.NextDouble() < ImageShare;
        var data = image
            ? new JsonObject { ["size"] = "1024x1024" }
            : new JsonObject
            {
                ["model"] = DemoCatalogue.Models[_random.Next(DemoCatalogue.Models.Length)],
                ["inputTokens"] = Tokens(TypicalInputTokens),
                ["outputTokens"] = Tokens(TypicalOutputTokens),
            };

        return new(new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = Guid.CreateVersion7().ToString(),
            ["source"] = "/demo/chat",
            ["type"] = image ? DemoCatalogue.ImageMeter : DemoCatalogue.Meter,
            ["subject"] = account,
            ["time"] = clock.GetUtcNow().ToString("O"),
            ["data"] = data,
        }.ToJsonString());
    }

    // Exponential: many short calls, a few very long ones.
    private long Tokens(double typical) => 1 + (long)(-Math.Log(1 - _random.NextDouble()) * typical);
}
