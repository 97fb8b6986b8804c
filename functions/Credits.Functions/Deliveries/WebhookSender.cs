using System.Net;
using System.Text;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Telemetry;

namespace Credits.Functions.Deliveries;

/// <summary>Posts an alert to a webhook, signed.</summary>
public sealed class WebhookSender(WebhookClient client, TimeProvider clock)
{
    // So many bytes hold as many characters as are kept.
    private const int AnswerBytes = AttemptResult.MaxAnswerLength * 4;

    /// <summary>Tries once.</summary>
    public async Task<AttemptResult> Send(AlertEndpoint endpoint, Delivery delivery, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(AttemptResult.Timeout);
        using var request = RequestOf(endpoint, delivery);
        try
        {
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new(OutcomeOf(response.StatusCode), (int)response.StatusCode, await BeginningOf(response, deadline.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(AttemptOutcome.Missed, Answer: $"It did not answer within {AttemptResult.Timeout.TotalSeconds} seconds.");
        }
        catch (HttpRequestException e)
        {
            // Whoever reads this may not be the operator: it says what kind of failure it was, and nothing of the network it is seen from.
            return new(AttemptOutcome.Missed, Answer: e.InnerException is TargetRefusedException refused ? refused.Message : $"It could not be reached: {e.HttpRequestError}.");
        }
    }

    private HttpRequestMessage RequestOf(AlertEndpoint endpoint, Delivery delivery)
    {
        var (now, id) = (clock.GetUtcNow(), WebhookSignature.IdOf(delivery.EventId));
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "User-Agent", "Credits.Functions" },
                { "webhook-id", id },
                { "webhook-timestamp", $"{now.ToUnixTimeSeconds()}" },
                { "webhook-signature", WebhookSignature.Of(endpoint.SecretsAt(now), id, now, delivery.Body) },
            },
        };

        // Only what belongs to an app's or a caller's trace says so; the client itself adds nothing.
        if (delivery.TraceParent is not null && Spans.Current is { } span) request.Headers.Add(Spans.TraceParent, span);
        return request;
    }

    private static AttemptOutcome OutcomeOf(HttpStatusCode status) =>
        status == HttpStatusCode.Gone ? AttemptOutcome.Gone : (int)status is >= 200 and < 300 ? AttemptOutcome.Delivered : AttemptOutcome.Missed;

    // The status is the answer; a body that breaks off or does not end changes nothing about it.
    private static async Task<string?> BeginningOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[AnswerBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            return text.Length == 0 ? null : text.Length <= AttemptResult.MaxAnswerLength ? text : text[..AttemptResult.MaxAnswerLength];
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
