using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.UsageDays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.UsageReports;

/// <summary>Tells what an account used.</summary>
public sealed class UsageReportFunction(AccountStore accounts, UsageDayStore usageDays, TimeProvider clock)
{
    /// <summary>Events, credits, costs and quantities of some days, by day, meter, member or dimension.</summary>
    [Function("GetUsage")]
    [RequiresScope(Scopes.AccountsRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/usage")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        if (await accounts.Load(id, cancellation) is not { } session) return Problem.UnknownAccount(accountId);

        var calendar = session.Account.Settings.Calendar;
        var query = UsageQuery.Of(request.Query, calendar.DayOf(clock.GetUtcNow()));
        await usageDays.Fold(session, cancellation);
        var report = new UsageReport(query.By, query.Dimension, query.Meter);
        await foreach (var day in usageDays.Read(id, query.From, query.To, cancellation)) report.Add(day);
        return Answer.Ok(UsageReportView.Of(accountId, calendar, query, report));
    }
}
