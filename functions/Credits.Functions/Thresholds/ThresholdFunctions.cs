using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Thresholds;

/// <summary>Sets how little may be left before somebody is told. Each threshold is told once, until it recovers.</summary>
public sealed class ThresholdFunctions(AccountReader accounts, AccountWriter writer, PlanCatalogue plans, TimeProvider clock)
{
    /// <summary>The thresholds of an account, its plan's too, and which are reached.</summary>
    [Function("GetThresholds")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/thresholds")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Find(ResourceId.Account(accountId), clock.GetUtcNow(), cancellation) is { } account ? await Answered(account, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Replaces the operator's thresholds, and the notice before a grant expires.</summary>
    [Function("PutThresholds")]
    [RequiresScope(Scopes.AccountsWrite)]
    public Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/thresholds")] HttpRequest request,
        string accountId, CancellationToken cancellation) => Replace(request, accountId, SetBy.Operator, cancellation);

    /// <summary>Replaces the customer's own thresholds, and the notice before a grant expires.</summary>
    [Function("PutOwnThresholds")]
    [RequiresScope(Scopes.AlertsWrite)]
    public Task<IResult> PutOwn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/thresholds/own")] HttpRequest request,
        string accountId, CancellationToken cancellation) => Replace(request, accountId, SetBy.Customer, cancellation);

    private async Task<IResult> Replace(HttpRequest request, string accountId, SetBy setter, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<ThresholdsRequest>(request, cancellation);
        var thresholds = asked.Read(setter, out var faults);
        if (faults.Count > 0) return Problem.Invalid(faults);

        var (account, _) = await writer.Change(
            id, open: false,
            (_, commit) =>
            {
                var settings = commit.Account.Settings;
                commit.Configure(settings with
                {
                    Thresholds = [.. settings.Thresholds.Where(threshold => threshold.SetBy != setter), .. thresholds],
                    ExpiryNoticeDays = asked.ExpiryNoticeDays.IsGiven ? asked.ExpiryNoticeDays.Value : settings.ExpiryNoticeDays,
                });
                return Task.FromResult(true);
            },
            cancellation);
        return account is null ? Problem.UnknownAccount(accountId) : await Answered(account, cancellation);
    }

    private async Task<Answer> Answered(Account account, CancellationToken cancellation)
    {
        var thresholds = account.Settings.ThresholdsUnder(await plans.Of(account, cancellation));
        return Answer.Ok(new ThresholdsView(
            account.Id.Value, clock.GetUtcNow(), [.. thresholds.Select(threshold => StandingThresholdView.Of(threshold, account.Reached.Contains(threshold.Crossing)))], account.ExpiryNoticeDays));
    }
}
