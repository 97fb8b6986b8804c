using System.Collections.Immutable;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Http;
using Credits.Functions.Telemetry;
using Credits.Functions.Usage;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Events;

/// <summary>Takes usage events over HTTP, for apps that speak no AMQP: checks them as the pipeline will, then puts them on the event hub.</summary>
public sealed class SendEventsFunction(CloudEventReader reader, EventHubProducerClient hub)
{
    private const string CloudEventType = "application/cloudevents+json";
    private const int MaxEvents = 1_000;
    private const int ParallelSends = 8;

    /// <summary>Takes one event or an array of them: all or, when one has a fault, none.</summary>
    [Function("PostEvents")]
    [RequiresScope(Scopes.EventsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/events")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadBytesOf(request, cancellation);
        var events = reader.Read(body, ImmutableDictionary<string, string>.Empty).ToList();
        if (events.Count > MaxEvents) return Problem.Invalid(new Fault("body", $"Send at most {MaxEvents} events at a time, not {events.Count}."));

        var single = events.Count == 1 && events[0].Body.Length == body.Length;
        var faults = events.Where(item => item.Refusal is not null)
            .Select(item => new EventFault(single ? "body" : $"[{item.Index}]", item.Refusal!.Code, item.Refusal.Detail)).ToList();
        if (faults.Count > 0) return EventFaults.Of(faults, events.Count);

        // The account is the partition key, so that one account's events stay in one partition and are booked in batches.
        await Parallel.ForEachAsync(
            events.GroupBy(item => item.Event!.Account.Value),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelSends, CancellationToken = cancellation },
            async (account, stop) => await Send(account.Key, new(account.Select(MessageOf)), stop));

        return Answer.Accepted(new AcceptedView(
            events.Count, [.. events.Select(item => new AcceptedEventView(item.Event!.Identity.Source, item.Event.Identity.Id, item.Event.Account.Value))]));
    }

    // An event without a trace of its own goes on in the request's.
    private static EventData MessageOf(ReceivedEvent item)
    {
        var message = new EventData(item.Body) { ContentType = CloudEventType };
        if (item.Trace is null && Spans.Current is { } request) message.Properties[Spans.TraceParent] = request;
        return message;
    }

    private async Task Send(string account, Queue<EventData> events, CancellationToken cancellation)
    {
        while (events.Count > 0)
        {
            using var batch = await hub.CreateBatchAsync(new CreateBatchOptions { PartitionKey = account }, cancellation);
            while (events.TryPeek(out var next) && batch.TryAdd(next)) events.Dequeue();
            if (batch.Count == 0) throw new ProblemException(Problem.Of(ProblemTypes.TooLarge, StatusCodes.Status413PayloadTooLarge, "An event is too large.", "An event must fit a message of the event hub."));

            await hub.SendAsync(batch, cancellation);
        }
    }
}
