using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Usage;
using Credits.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Holds;

/// <summary>Charges the real event to a hold: what it did not need is free again.</summary>
public sealed class CaptureFunction(SingleEventReader reader, AccountStore accounts, AccountWriter writer, EventBooker booker, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>Books an event and ends its hold. The same event again is answered with what it cost.</summary>
    [Function("CaptureHold")]
    [RequiresScope(Scopes.HoldsWrite)]
    public async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/accounts/{accountId}/holds/{holdId}/capture")] HttpRequest request,
        string accountId, string holdId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        ResourceId.Checked(holdId, "holdId");
        var usage = await reader.Read(request, id, cancellation) with { Hold = holdId };

        var (account, outcome) = await writer.Change(
            id, open: false,
            async (session, commit) =>
            {
                var hold = commit.Account.FindHold(holdId);
                var booked = await booker.Book(session, commit, usage, [], cancellation);
                if (booked.Refusal is { } refusal) throw new ProblemException(EventProblems.Refused(refusal));
                if (booked.Booked is not { Movement: Movement.Debited debited }) return booked; // a repeated capture

                if (hold is null) throw new ProblemException(await Gone(id, holdId, cancellation));
                var limits = commit.Account.Settings.LimitsUnder(await plans.Of(commit.Account, cancellation));
                return debited.Charge.Amount > hold.Amount && limits.CapturesBeyondHold == false
                    ? throw new ProblemException(HoldProblems.Exceeded(holdId, hold.Amount, debited.Charge.Amount))
                    : booked;
            },
            cancellation);

        return account is null ? Problem.UnknownAccount(accountId)
            : outcome.Booked is { } entry ? Answer.Created(DebitView.Of(account, entry, isDuplicate: false))
            : Answer.Ok(DebitView.Of(account, outcome.Earlier!, isDuplicate: true));
    }

    private async Task<Answer> Gone(AccountId account, string holdId, CancellationToken cancellation)
    {
        if (await accounts.FindClosedHold(account, holdId, cancellation) is { } closed) return HoldProblems.Ended(HoldView.Of(account.Value, closed));

        // What lapses in this very commit is not stored when the commit is given up.
        return await accounts.Load(account, cancellation) is { Account: var stored } && stored.FindHold(holdId) is { } lapsed
            ? HoldProblems.Ended(HoldView.Of(account.Value, lapsed, clock.GetUtcNow()))
            : HoldProblems.Unknown(account.Value, holdId);
    }
}
