using System.Diagnostics;
using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Deliveries;

/// <summary>Tries deliveries. At least once: an attempt whose result could not be written is made again.</summary>
public sealed class DeliveryWork(
    AlertEndpointStore endpoints, DeliveryStore deliveries, DeliveryMessages queue, WebhookSender webhooks, MailSender mails, IOptions<AlertOptions> options, Instruments instruments,
    TimeProvider clock, ILogger<DeliveryWork> log)
{
    /// <summary>Tries a delivery that is due.</summary>
    public async Task Run(AlertOwner owner, string id, CancellationToken cancellation)
    {
        if (await deliveries.Find(owner, id, cancellation) is not { Delivery: { State: DeliveryState.Pending } pending } seen) return;

        var now = clock.GetUtcNow();
        if (pending.DueAt > now)
        {
            // Too early: another consumer tries it, or a message came twice.
            await queue.Add(owner, id, pending.DueAt - now, cancellation);
            return;
        }

        var endpoint = (await endpoints.Find(owner, pending.EndpointId, cancellation))?.Endpoint;
        var hopeless = endpoint is null ? DeliveryReasons.EndpointRemoved
            : endpoint.IsDisabled ? DeliveryReasons.EndpointDisabled
            : pending.Attempts >= RetrySchedule.MaxAttempts ? DeliveryReasons.AttemptsExhausted // the last one never ended
            : null;

        // Whoever takes it at the same moment has a message of its own.
        var taken = hopeless is null ? pending.Taken(now) : pending.Failed(hopeless, now);
        if (!await deliveries.TryReplace(seen, taken, cancellation)) return;
        if (hopeless is null) await Try(endpoint!, taken, cancellation);
        else Instruments.Count(instruments.AlertDeliveries, endpoint is null ? Outcomes.Delivery.Withdrawn : Outcomes.Delivery.GivenUp);
    }

    private async Task Try(AlertEndpoint endpoint, Delivery taken, CancellationToken cancellation)
    {
        using var span = Spans.Follow(Spans.Deliver, ActivityKind.Client, taken.TraceParent)?.SetTag("credits.attempt", taken.Attempts).SetTag("credits.alert", taken.Type);
        var result = endpoint.Url is not null ? await webhooks.Send(endpoint, taken, cancellation) : await mails.Send(endpoint, taken, cancellation);
        var now = clock.GetUtcNow();
        var pause = RetrySchedule.PauseAfter(taken.Attempts, Random.Shared.NextDouble(), options.Value.RetryBase);
        var after = await deliveries.Change(taken.Owner, taken.Id, delivery => After(delivery, taken, result, pause, now), cancellation);
        if (after is { State: DeliveryState.Pending }) await queue.Add(after.Owner, after.Id, after.DueAt - now, cancellation);
        var outcome = OutcomeOf(result, after);
        Instruments.Count(instruments.AlertDeliveries, outcome);
        span?.SetTag(Spans.Outcome, outcome).SetTag("http.response.status_code", result.Status).SetStatus(result.Outcome == AttemptOutcome.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        await Judge(endpoint, result, now, cancellation);

        if (result.Outcome != AttemptOutcome.Delivered)
            log.LogInformation("Delivery {Delivery} to endpoint {Endpoint} of {Owner} was missed at attempt {Attempt}: {Status} {State}", taken.Id, endpoint.Id, endpoint.Owner, taken.Attempts, result.Status, after?.State);
    }

    private static string OutcomeOf(AttemptResult result, Delivery? after) =>
        result.Outcome == AttemptOutcome.Delivered ? Outcomes.Delivery.Delivered : after is { State: DeliveryState.Failed } ? Outcomes.Delivery.GivenUp : Outcomes.Delivery.Failed;

    private static Delivery After(Delivery delivery, Delivery taken, AttemptResult result, TimeSpan? pause, DateTimeOffset now)
    {
        if (delivery.State != DeliveryState.Pending) return delivery;
        if (result.Outcome == AttemptOutcome.Delivered) return delivery.Delivered(result.Status, result.Answer, now);
        if (delivery != taken) return delivery; // it was replayed meanwhile, and is tried at once

        var missed = delivery.Missed(result.Status, result.Answer, now + (pause ?? TimeSpan.Zero));
        return result.Outcome == AttemptOutcome.Gone ? missed.Failed(DeliveryReasons.EndpointGone, now) : pause is null ? missed.Failed(DeliveryReasons.AttemptsExhausted, now) : missed;
    }

    private async Task Judge(AlertEndpoint tried, AttemptResult result, DateTimeOffset now, CancellationToken cancellation)
    {
        var disableAfter = TimeSpan.FromDays(options.Value.DisableAfterDays);
        var judged = await endpoints.Change(
            tried.Owner, tried.Id,
            seen => seen is not { Endpoint: var endpoint } || (endpoint.Url, endpoint.Email) != (tried.Url, tried.Email) ? null : result.Outcome switch
            {
                AttemptOutcome.Delivered => endpoint.Reached(),
                AttemptOutcome.Missed => endpoint.Missed(now, disableAfter),
                AttemptOutcome.Gone => endpoint.Disabled(DisableReasons.Gone, now),
                _ => endpoint,
            },
            cancellation);
        if (judged is { Endpoint.DisabledSince: { } since } && since == now) log.LogWarning("Alert endpoint {Endpoint} of {Owner} is disabled: {Reason}", tried.Id, tried.Owner, judged.Endpoint.DisabledReason);
    }
}
