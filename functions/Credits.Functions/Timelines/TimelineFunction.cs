using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Timelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Timelines;

/// <summary>Tells what time alone will do to an account.</summary>
public sealed class TimelineFunction(AccountStore accounts, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>What will be granted, roll over, expire, lapse, change and renew, if nothing is used until then.</summary>
    [Function("GetTimeline")]
    [RequiresScope(Scopes.AccountsRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/timeline")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var now = clock.GetUtcNow();
        var asked = TimelineQuery.Of(request.Query, now);
        if (await accounts.Load(id, cancellation) is not { Account: var account }) return Problem.UnknownAccount(accountId);

        var timeline = Timeline.Of(account, await plans.For(account, asked.Until, cancellation), now, asked.Until, asked.Limit);
        return Answer.Ok(TimelineView.Of(account, now, asked.Until, timeline));
    }
}
