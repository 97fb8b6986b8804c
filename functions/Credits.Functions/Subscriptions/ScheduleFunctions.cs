using Credits.Accounts;
using Credits.Functions.Http;
using Credits.Functions.Journal;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Subscriptions;

/// <summary>Keeps what will change by itself: plan, pinned prices, caps.</summary>
public sealed class ScheduleFunctions(AccountReader accounts, AccountWriter writer, PlanStore plans, TimeProvider clock)
{
    /// <summary>The changes that are scheduled, the soonest first.</summary>
    [Function("GetSchedule")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/schedule")] HttpRequest request,
        string accountId, CancellationToken cancellation) =>
        await accounts.Find(ResourceId.Account(accountId), clock.GetUtcNow(), cancellation) is { } account ? Answered(account) : Problem.UnknownAccount(accountId);

    /// <summary>Replaces the changes that are scheduled; an empty list calls them off. Where none of the new ones names a plan, those of the plan stay.</summary>
    [Function("PutSchedule")]
    [RequiresScope(Scopes.AccountsWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/accounts/{accountId}/schedule")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        var asked = await RequestBody.Read<ScheduleRequest>(request, cancellation);
        var faults = asked.Faults();
        for (var i = 0; i < Math.Min(asked.Changes.Count, AccountSettings.MaxScheduled); i++)
        {
            if (asked.Changes[i].Plan.Value is { Length: > 0 } plan && ResourceId.IsOne(plan) && await plans.Find(plan, cancellation) is null)
                faults.Add(new($"changes[{i}].plan", $"There is no plan '{plan}'; make it with PUT /api/v1/plans/{plan}."));
        }

        if (faults.Count > 0) return Problem.Invalid(faults);

        var (account, _) = await writer.Change(
            id, open: false,
            (_, commit) =>
            {
                if (!SettingsTag.IsMatchedBy(request.Headers.IfMatch, commit.Account.Settings)) throw new ProblemException(Problem.PreconditionFailed($"Account '{id}'"));
                if (asked.Passed(commit.BookedAt) is { Count: > 0 } passed) throw new ProblemException(Problem.Invalid(passed));

                commit.Configure(commit.Account.Settings with { Scheduled = asked.InPlaceOf(commit.Account.Settings.Scheduled) });
                return Task.FromResult(true);
            },
            cancellation);
        return account is null ? Problem.UnknownAccount(accountId) : Answered(account);
    }

    private static Answer Answered(Account account) => Answer.Ok(ScheduleView.Of(account)).With("ETag", SettingsTag.Of(account.Settings));
}

/// <summary>What will change by itself.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Changes">The soonest first.</param>
public sealed record ScheduleView(string AccountId, IReadOnlyList<ScheduledChangeView> Changes)
{
    internal static ScheduleView Of(Account account) => new(account.Id.Value, [.. account.Settings.Scheduled.Select(ScheduledChangeView.Of)]);
}
