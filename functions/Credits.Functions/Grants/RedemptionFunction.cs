using Credits.Booking;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Promos;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Grants;

/// <summary>Gives an account the credits of a promo code.</summary>
public sealed class RedemptionFunction(PromoCodeStore codes, PromoPlaceStore places, EarlierGrants grants, AccountWriter writer)
{
    /// <summary>Redeems a code, once an account. The same request again is answered with the grant it gave; another one is told that the code was redeemed.</summary>
    [Function("RedeemPromoCode")]
    [RequiresScope(Scopes.PromoCodesRedeem)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/redeem")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<RedeemRequest>(request, cancellation);
        var requestId = ChosenId.For(request);
        var (account, outcome) = await writer.Change(id, open: false, (_, commit) => Redeem(asked.Code, requestId, commit, cancellation), cancellation);
        if (account is null) return Problem.UnknownAccount(accountId);

        // As it is after the commit, which may have used some of it to repay overdraft.
        var left = account.OpenGrants.FirstOrDefault(grant => grant.Id == outcome.Grant.Id)?.Remaining ?? Credits.Zero;
        var view = GrantView.Of(accountId, outcome.Grant with { Remaining = left });
        return outcome.IsNew ? Answer.Created(view) : Answer.Ok(view);
    }

    private async Task<(Grant Grant, bool IsNew)> Redeem(string text, string request, PendingCommit commit, CancellationToken cancellation)
    {
        if (!PromoCode.TryRead(text, out var code) || await codes.Find(code, cancellation) is not { Code: var promo }) throw Refused(PromoRefusal.Unknown, text);

        var account = commit.Account;
        var place = await places.Find(code, account.Id, cancellation);

        // Who has the code's grant by another way, such as by hand, has had it too.
        if (await grants.Find(PromoCode.GrantIdOf(code), commit, cancellation) is { } earlier)
            return place?.Request == request ? (earlier, IsNew: false) : throw Refused(PromoRefusal.Redeemed, code);
        if (promo.RefusalAt(commit.BookedAt, account.Settings.Plan, hasPlace: place is not null) is { } refusal) throw Refused(refusal, text);

        // Booked before a place is taken, and committed after: an account that can't have the grant takes no place, and no grant is without one.
        var grant = promo.GrantAt(commit.BookedAt, account.Settings.Calendar);
        if (commit.Grant(grant) is { } full) throw new ProblemException(GrantProblems.Of(full));
        if (place is null && !await places.Take(code, promo.MaxRedemptions, account.Id, request, cancellation)) throw Refused(PromoRefusal.Exhausted, code);

        return (grant, IsNew: true);
    }

    private static ProblemException Refused(PromoRefusal refusal, string code) => new(RedemptionProblems.Of(refusal, code));
}

/// <summary>A promo code to redeem.</summary>
/// <param name="Code">The code, in capitals or not.</param>
public sealed record RedeemRequest(string Code);
