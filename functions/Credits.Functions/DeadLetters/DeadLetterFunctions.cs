using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Functions.Http;
using Credits.Functions.Storage.DeadLetters;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.DeadLetters;

/// <summary>Shows what could not be booked, and sends it again once the cause is mended.</summary>
public sealed class DeadLetterFunctions(DeadLetterStore deadLetters, EventHubProducerClient hub, TimeProvider clock)
{
    /// <summary>Lists dead letters, newest first.</summary>
    [Function("GetDeadLetters")]
    [RequiresScope(Scopes.DeadLettersRead)]
    [TakesParameters]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters")] HttpRequest request, CancellationToken cancellation)
    {
        var query = DeadLetterQuery.Of(request.Query);
        var (letters, more) = await deadLetters.List(query.Reason, query.Replayed, query.After, query.Limit, cancellation);
        return Answer.Ok(new DeadLettersView([.. letters.Select(DeadLetterView.Of)], more ? letters[^1].Id : null));
    }

    /// <summary>One dead letter, with its body.</summary>
    [Function("GetDeadLetter")]
    [RequiresScope(Scopes.DeadLettersRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters/{deadLetterId}")] HttpRequest request,
        string deadLetterId, CancellationToken cancellation) =>
        await Find(deadLetterId, cancellation) is { } letter ? Answer.Ok(DeadLetterBodyView.Of(letter)) : Unknown(deadLetterId);

    /// <summary>Puts a dead letter back on the event hub. Doing it twice debits once; if it fails again, it is a new dead letter.</summary>
    [Function("ReplayDeadLetter")]
    [RequiresScope(Scopes.DeadLettersWrite)]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dead-letters/{deadLetterId}/replay")] HttpRequest request,
        string deadLetterId, CancellationToken cancellation)
    {
        if (await Find(deadLetterId, cancellation) is not { } letter) return Unknown(deadLetterId);

        var message = new EventData(letter.Body);
        foreach (var (name, value) in letter.Properties) message.Properties[name] = value;

        // In its account's partition, as far as it names one: a partition key can't be just any text.
        var key = AccountId.TryParse(letter.Subject.Account, out var account) ? account.Value : null;
        await hub.SendAsync([message], new SendEventOptions { PartitionKey = key }, cancellation);

        var now = clock.GetUtcNow();
        await deadLetters.MarkReplayed(deadLetterId, now, cancellation);
        return Answer.Accepted(DeadLetterView.Of(letter with { ReplayedAt = now }));
    }

    private async Task<DeadLetter?> Find(string id, CancellationToken cancellation) => DeadLetter.IsId(id) ? await deadLetters.Find(id, cancellation) : null;

    private static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownDeadLetter, StatusCodes.Status404NotFound, $"There is no dead letter '{id}'.", "List them with GET /api/v1/dead-letters.");
}
