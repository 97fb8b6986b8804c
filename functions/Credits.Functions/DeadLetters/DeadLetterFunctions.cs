using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Http;
using Credits.Functions.Storage.DeadLetters;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.DeadLetters;

/// <summary>Shows what could not be booked, and sends it again once the cause is mended.</summary>
public sealed class DeadLetterFunctions(DeadLetterStore deadLetters, EventHubProducerClient hub, TimeProvider clock)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>Lists dead letters, newest first.</summary>
    [Function("GetDeadLetters")]
    [RequiresScope(Scopes.DeadLettersRead)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters")] HttpRequest request, CancellationToken cancellation)
    {
        var faults = new List<Fault>();
        var status = request.Query["status"].FirstOrDefault() ?? "open";
        if (status is not ("open" or "replayed" or "all")) faults.Add(new("status", $"Must be open, replayed or all, not '{status}'."));

        var limit = DefaultLimit;
        if (request.Query["limit"].FirstOrDefault() is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            faults.Add(new("limit", $"Must be a whole number from 1 to {MaxLimit}."));
        }

        if (faults.Count > 0) return Problem.Invalid(faults);

        bool? replayed = status == "all" ? null : status == "replayed";
        var (letters, cursor) = await deadLetters.List(request.Query["reason"].FirstOrDefault(), replayed, request.Query["cursor"].FirstOrDefault(), limit, cancellation);
        return Answer.Ok(new DeadLettersView([.. letters.Select(DeadLetterView.Of)], cursor));
    }

    /// <summary>One dead letter, with its body.</summary>
    [Function("GetDeadLetter")]
    [RequiresScope(Scopes.DeadLettersRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters/{deadLetterId}")] HttpRequest request,
        string deadLetterId, CancellationToken cancellation) =>
        await deadLetters.Find(deadLetterId, cancellation) is { } letter ? Answer.Ok(DeadLetterBodyView.Of(letter)) : Unknown(deadLetterId);

    /// <summary>Puts a dead letter back on the event hub. Doing it twice debits once; if it fails again, it is a new dead letter.</summary>
    [Function("ReplayDeadLetter")]
    [RequiresScope(Scopes.DeadLettersWrite)]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dead-letters/{deadLetterId}/replay")] HttpRequest request,
        string deadLetterId, CancellationToken cancellation)
    {
        if (await deadLetters.Find(deadLetterId, cancellation) is not { } letter) return Unknown(deadLetterId);

        var message = new EventData(letter.Body);
        foreach (var (name, value) in letter.Properties) message.Properties[name] = value;
        await hub.SendAsync([message], new SendEventOptions { PartitionKey = letter.Subject.Account }, cancellation);

        var now = clock.GetUtcNow();
        await deadLetters.MarkReplayed(deadLetterId, now, cancellation);
        return Answer.Accepted(DeadLetterView.Of(letter with { ReplayedAt = now }));
    }

    private static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownDeadLetter, StatusCodes.Status404NotFound, $"There is no dead letter '{id}'.", "List them with GET /api/v1/dead-letters.");
}
