using System.Text.Json.Nodes;
using Credits.Functions.Http;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Alerts;

/// <summary>Makes deliveries of alerts: one for each endpoint that wants to be told.</summary>
public sealed class AlertDispatch(
    AlertEndpointCatalogue endpoints, DeliveryStore deliveries, DeliveryMessages queue, DeliveryAgenda agenda, TimeProvider clock, ILogger<AlertDispatch> log)
{
    /// <summary>How long after a delivery was due the message that names it counts as lost. Longer than a message waits where nothing is amiss.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int DeliveriesAtATime = 8;

    /// <summary>Whether any endpoint is there for an account on a plan. Asks no store more often than every two seconds.</summary>
    /// <param name="account">The account.</param>
    /// <param name="plan">Its plan; null for none.</param>
    /// <param name="neverHadEndpoints">Whether it is known never to have had endpoints of its own, so that none are looked for.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async ValueTask<bool> IsAnybodyListening(AccountId account, string? plan, bool neverHadEndpoints, CancellationToken cancellation) =>
        (await endpoints.Of(AlertOwner.Deployment, cancellation)).Any(endpoint => endpoint.Concerns(plan))
        || (!neverHadEndpoints && (await endpoints.Of(AlertOwner.Of(account), cancellation)).Count > 0);

    /// <summary>Tells every endpoint that wants to hear of them. The same events may be told again: there is one delivery for each endpoint.</summary>
    /// <param name="events">The events, in any order.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task Tell(IReadOnlyList<AlertEvent> events, CancellationToken cancellation)
    {
        var wanted = new List<(AlertEvent Event, AlertEndpoint Endpoint)>();
        foreach (var told in events)
        {
            if (!IsId(told.Id) || !AlertTypes.All.Contains(told.Type)) throw new ArgumentException($"'{told.Id}' of type '{told.Type}' is no alert.", nameof(events));
            if (IsForgotten(told)) continue;

            AlertEndpoint[] all = [.. await endpoints.Of(AlertOwner.Deployment, cancellation), .. await endpoints.Of(AlertOwner.Of(told.Account), cancellation)];
            wanted.AddRange(all.Where(endpoint => endpoint.Wants(told.Type, told.Plan)).Select(endpoint => (told, endpoint)));
        }

        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = DeliveriesAtATime, CancellationToken = cancellation },
            async (item, stop) => await Deliver(item.Endpoint, item.Event.Id, item.Event.Type, item.Event.Time, item.Event.Account, item.Event.Data, stop));
    }

    /// <summary>Sends an endpoint a test; one a minute, whatever is asked, for an endpoint may be anybody's mailbox.</summary>
    internal Task<Delivery> Ping(AlertEndpoint endpoint, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return Deliver(endpoint, $"{AlertTypes.Ping}-{endpoint.Owner}-{endpoint.Id}-{now:yyyyMMdd'T'HHmm}", AlertTypes.Ping, now, account: null, new() { ["endpointId"] = endpoint.Id }, cancellation);
    }

    private async Task<Delivery> Deliver(AlertEndpoint endpoint, string eventId, string type, DateTimeOffset time, AccountId? account, JsonObject data, CancellationToken cancellation)
    {
        if (await Earlier(endpoint, eventId, cancellation) is { } earlier) return earlier;

        var now = clock.GetUtcNow();
        var made = new Delivery
        {
            Owner = endpoint.Owner,
            Id = Delivery.NewId(eventId, endpoint.Id, now),
            EndpointId = endpoint.Id,
            EventId = eventId,
            Type = type,
            Account = account,
            Body = BodyOf(type, time, account, data),
            CreatedAt = now,
            DueAt = now,
            TraceParent = Spans.Current,
        };
        if (endpoint.IsDisabled) made = made.Failed(DeliveryReasons.EndpointDisabled, now);

        // The agenda first: from then on, whatever is lost is found again. A note of a delivery that was never made does no harm.
        await agenda.Add(made.Owner, made.Id, now + Patience, cancellation);
        if (!await deliveries.TryAdd(made, cancellation)) return (await Earlier(endpoint, eventId, cancellation))!;
        if (made.State == DeliveryState.Pending) await queue.Add(made.Owner, made.Id, TimeSpan.Zero, cancellation);
        return made;
    }

    // What was told before. When it should have been tried long ago, its message is lost.
    private async Task<Delivery?> Earlier(AlertEndpoint endpoint, string eventId, CancellationToken cancellation)
    {
        if (await deliveries.FindId(endpoint.Owner, eventId, endpoint.Id, cancellation) is not { } id) return null;
        if (await deliveries.Find(endpoint.Owner, id, cancellation) is not { Delivery: var earlier }) return null;

        if (earlier.State == DeliveryState.Pending && earlier.DueAt + Patience <= clock.GetUtcNow()) await queue.Add(earlier.Owner, earlier.Id, TimeSpan.Zero, cancellation);
        return earlier;
    }

    // What makes an old delivery the only one may be gone with it.
    private bool IsForgotten(AlertEvent told)
    {
        var isForgotten = told.Time < clock.GetUtcNow() - Delivery.Retention;
        if (isForgotten) log.LogInformation("Alert {Alert} of {Time} is too old to be told", told.Id, told.Time);
        return isForgotten;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= AlertEvent.MaxIdLength && id.All(c => c is >= '!' and < '~');

    private static string BodyOf(string type, DateTimeOffset time, AccountId? account, JsonObject data)
    {
        var content = new JsonObject();
        if (account is { } about) content["accountId"] = about.Value;
        foreach (var (name, value) in data) content[name] = value?.DeepClone();
        return new JsonObject { ["type"] = type, ["timestamp"] = Rfc3339.Write(time), ["data"] = content }.ToJsonString(ApiJson.Options);
    }
}
