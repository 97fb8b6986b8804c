using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.RateCards;

/// <summary>Publishes price lists.</summary>
public sealed class PublishFunction(RateCardStore rateCards, TimeProvider clock)
{
    private const int MaxTries = 5;

    /// <summary>Makes the draft of a card its next version, which never changes again.</summary>
    [Function("PublishRateCard")]
    [RequiresScope(Scopes.RateCardsWrite)]
    public async Task<IResult> Publish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/rate-cards/{rateCardId}/publish")] HttpRequest request,
        string rateCardId, CancellationToken cancellation)
    {
        ResourceId.Checked(rateCardId, "rateCardId");
        var asked = (await RequestBody.ReadBytesOf(request, cancellation)).IsEmpty ? new() : await RequestBody.Read<PublishRequest>(request, cancellation);

        var draft = await rateCards.FindDraft(rateCardId, cancellation);
        if (draft is null) return RateCardProblems.Unknown(rateCardId);
        if (asked.IfDraft is { } looked && looked != draft.ETag) return Problem.PreconditionFailed($"The draft of rate card '{rateCardId}'");

        if (RateCardFaults.Of(draft.Prices) is { IsEmpty: false } faults)
        {
            return Problem.Of(
                ProblemTypes.RateCardFaults, StatusCodes.Status400BadRequest, $"The draft of rate card '{rateCardId}' has {faults.Length} faults.",
                "Mend each of 'errors' in the draft and publish again.", faults);
        }

        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var now = clock.GetUtcNow();
            var versions = await rateCards.Versions(rateCardId, cancellation);
            var latest = versions.IsEmpty ? null : versions[^1].Version;
            if (!PublishingRule.TryDecide(asked.EffectiveFrom, now, RateCardCatalogue.PublishingLead, latest, out var effectiveFrom, out var fault))
                return Problem.Invalid(fault!);

            var version = new PublishedVersion(new(rateCardId, (latest?.Number ?? 0) + 1, effectiveFrom, draft.Prices), now);
            if (await rateCards.TryPublish(version, cancellation)) return Answer.Created(VersionView.Of(version) with { Warnings = RateCardLint.Of(draft.Prices) });
        }

        return Problem.Of(
            ProblemTypes.Unavailable, StatusCodes.Status503ServiceUnavailable, $"Others keep publishing rate card '{rateCardId}'.", "Look at its versions, then publish again.");
    }
}
