using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.RateCards;

/// <summary>Drafts price lists.</summary>
public sealed class RateCardFunctions(RateCardStore rateCards)
{
    private const int MaxText = 400_000;

    /// <summary>The draft of a card.</summary>
    [Function("GetRateCard")]
    [RequiresScope(Scopes.RateCardsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/rate-cards/{rateCardId}")] HttpRequest request,
        string rateCardId, CancellationToken cancellation) =>
        await rateCards.FindDraft(ResourceId.Checked(rateCardId, "rateCardId"), cancellation) is { } draft
            ? Answer.Ok(DraftView.Of(rateCardId, draft.Prices)).With("ETag", draft.ETag)
            : RateCardProblems.Unknown(rateCardId);

    /// <summary>Replaces the draft of a card. A draft may still have faults that only matter when it is published.</summary>
    [Function("PutRateCard")]
    [RequiresScope(Scopes.RateCardsWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/rate-cards/{rateCardId}")] HttpRequest request,
        string rateCardId, CancellationToken cancellation)
    {
        ResourceId.Checked(rateCardId, "rateCardId");
        var prices = RateCardJson.Read(await RequestBody.Read<JsonElement>(request, cancellation), out var faults, out var readable);
        if (!readable) return Problem.Invalid(faults);
        if (RateCardJson.Write(prices).Length > MaxText) return Problem.Invalid(new Fault("rates", $"A rate card has at most {MaxText} characters of JSON."));

        var ifMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null;
        return await rateCards.SaveDraft(rateCardId, prices, ifMatch, cancellation) is { } etag
            ? Answer.Ok(DraftView.Of(rateCardId, prices)).With("ETag", etag)
            : Problem.PreconditionFailed($"The draft of rate card '{rateCardId}'");
    }

    /// <summary>Every published version of a card.</summary>
    [Function("GetRateCardVersions")]
    [RequiresScope(Scopes.RateCardsRead)]
    public async Task<IResult> Versions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/rate-cards/{rateCardId}/versions")] HttpRequest request,
        string rateCardId, CancellationToken cancellation) =>
        Answer.Ok(new VersionsView([.. (await rateCards.Versions(ResourceId.Checked(rateCardId, "rateCardId"), cancellation)).Select(VersionView.Of)]));
}
