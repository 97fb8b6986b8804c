using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Promos;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Promos;

/// <summary>Keeps the codes that customers can redeem.</summary>
public sealed class PromoCodeFunctions(PromoCodeStore codes, PromoPlaceStore places)
{
    /// <summary>Promo codes, by code.</summary>
    [Function("GetPromoCodes")]
    [RequiresScope(Scopes.PromoCodesRead)]
    [TakesParameters]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/promo-codes")] HttpRequest request, CancellationToken cancellation)
    {
        var query = PromoCodeQuery.Of(request.Query);
        var (page, more) = await codes.List(query.After, query.Limit, cancellation);
        var views = await Task.WhenAll(page.Select(promo => View(promo, cancellation)));
        return Answer.Ok(new PromoCodesView(views, more ? views[^1].Code : null));
    }

    /// <summary>A promo code.</summary>
    [Function("GetPromoCode")]
    [RequiresScope(Scopes.PromoCodesRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/promo-codes/{code}")] HttpRequest request, string code, CancellationToken cancellation) =>
        await codes.Find(Checked(code), cancellation) is { } stored
            ? Answer.Ok(await View(stored.Code, cancellation)).With("ETag", stored.ETag)
            : Unknown(code);

    /// <summary>Makes a promo code, or replaces all of it. Who has redeemed it stays counted.</summary>
    [Function("PutPromoCode")]
    [RequiresScope(Scopes.PromoCodesWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/promo-codes/{code}")] HttpRequest request, string code, CancellationToken cancellation)
    {
        var promo = PromoCodeJson.Read(Checked(code), await RequestBody.Read<JsonElement>(request, cancellation), out var faults);
        if (!faults.IsEmpty) return Problem.Invalid(faults);

        var ifMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null;
        return await codes.Save(promo, ifMatch, cancellation) is { } etag
            ? Answer.Ok(await View(promo, cancellation)).With("ETag", etag)
            : Problem.PreconditionFailed($"Promo code '{promo.Code}'");
    }

    private async Task<PromoCodeView> View(PromoCode promo, CancellationToken cancellation) => PromoCodeView.Of(promo, await places.Count(promo.Code, cancellation));

    private static string Checked(string text) =>
        PromoCode.TryRead(text, out var code) ? code : throw new ProblemException(Problem.Invalid(new Fault("code", $"'{text}' is not a promo code: {PromoCode.Rule}.")));

    private static Answer Unknown(string code) =>
        Problem.Of(ProblemTypes.UnknownPromoCode, StatusCodes.Status404NotFound, $"There is no promo code '{code}'.", $"Make it with PUT /api/v1/promo-codes/{code}.");
}
