using Credits.Booking;
using Credits.Forecasts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Journal;
using Credits.Timelines;
using Credits.UsageDays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Forecasts;

/// <summary>Tells when credits run out.</summary>
public sealed class ForecastFunction(AccountStore accounts, UsageDayStore usageDays, PlanCatalogue plans, TimeProvider clock)
{
    // Ten allotments a day for as long as a forecast looks, with the expiry of each.
    private const int MaxComing = 8_000;

    /// <summary>For every credit type, how much a day burns, and when nothing is left if it goes on like that.</summary>
    [Function("GetForecast")]
    [RequiresScope(Scopes.AccountsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/accounts/{accountId}/forecast")] HttpRequest request,
        string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        if (await accounts.Load(id, cancellation) is not { } session) return Problem.UnknownAccount(accountId);

        // Days that are over: today's burn is not yet what a day burns.
        var now = clock.GetUtcNow();
        var today = session.Account.Settings.Calendar.DayOf(now);
        var first = await usageDays.Fold(session, cancellation) is { } firstUsed && firstUsed < today ? firstUsed : today;
        var days = Math.Min(Forecast.MaxDays, today.DayNumber - first.DayNumber);
        var report = new UsageReport(UsageGrouping.Day, dimension: null, meter: null);
        await foreach (var day in usageDays.Read(id, today.AddDays(-days), today, cancellation)) report.Add(day);

        // What is due counts as booked, and what plans allot is granted when its time comes.
        var horizon = now.AddDays(Forecast.Horizon);
        var known = await plans.For(session.Account, horizon, cancellation);
        var account = Settled.At(session.Account, known, now);
        Grant[] coming = [.. Timeline.Of(account, known, now, horizon, MaxComing).Items.Select(item => item.Movement).OfType<Movement.Granted>().Select(granted => granted.Grant)];

        return Answer.Ok(new ForecastView(accountId, now, days,
        [
            .. account.Totals.Select(totals => CreditForecastView.Of(
                totals.CreditType,
                Forecast.Of(account, totals.CreditType, report.Total.GetValueOrDefault(totals.CreditType, UsageSums.None).Credits, days, now, coming))),
        ]));
    }
}
