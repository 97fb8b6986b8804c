using System.Globalization;
using System.Text.Json.Nodes;
using Credits.Accounts;
using Credits.Functions.Alerts;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Telemetry;

namespace Credits.Functions.TopUps;

/// <summary>Tells what becomes of automatic top-ups. The same thing is told once: an alert is itself by its purchase, or by what is waited for.</summary>
public sealed class TopUpTelling(AlertDispatch alerts, Instruments instruments, TimeProvider clock)
{
    /// <summary>Credits were bought.</summary>
    public Task Succeeded(Account account, Purchase purchase, string payment, CancellationToken cancellation)
    {
        var data = About(purchase);
        data["paymentId"] = payment;
        Instruments.Count(instruments.TopUps, Outcomes.TopUp.Succeeded);
        return Tell(account, $"{purchase.Id}-{AlertTypes.TopUpSucceeded}", AlertTypes.TopUpSucceeded, data, cancellation);
    }

    /// <summary>The customer's bank wants to ask.</summary>
    public Task AuthenticationRequired(Account account, Purchase purchase, string url, DateTimeOffset until, CancellationToken cancellation)
    {
        var data = About(purchase);
        data["url"] = url;
        data["until"] = Rfc3339.Write(until);
        Instruments.Count(instruments.TopUps, Outcomes.TopUp.AuthenticationRequired);
        return Tell(account, $"{purchase.Id}-{AlertTypes.TopUpAuthenticationRequired}", AlertTypes.TopUpAuthenticationRequired, data, cancellation);
    }

    /// <summary>The card was declined.</summary>
    public Task Failed(Account account, Purchase purchase, int attempt, string? code, DateTimeOffset next, CancellationToken cancellation)
    {
        var data = About(purchase);
        data["attempt"] = attempt;
        if (code is not null) data["code"] = code;
        data["nextAttemptAt"] = Rfc3339.Write(next);
        Instruments.Count(instruments.TopUps, Outcomes.TopUp.Failed);
        return Tell(account, $"{purchase.Id}-{attempt}-{AlertTypes.TopUpFailed}", AlertTypes.TopUpFailed, data, cancellation);
    }

    /// <summary>Nothing is bought by itself for now.</summary>
    /// <param name="account">The account.</param>
    /// <param name="step">The purchase that was not made.</param>
    /// <param name="reason">One of <see cref="TopUpReasons"/>, or the provider's code.</param>
    /// <param name="data">What else there is to say. What ends at a moment is told once until then, what else may end at any time once a day.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public Task Paused(Account account, TopUpStep step, string reason, JsonObject data, CancellationToken cancellation)
    {
        data["reason"] = reason;

        // With a detail it is one look of many: it waits, and looks again within the hour.
        var isLook = data["detail"] is not null;
        Instruments.Count(instruments.TopUps, isLook ? Outcomes.TopUp.Waiting : Outcomes.TopUp.Paused);

        // What the customer agrees to anew may pause anew.
        var agreed = account.Settings.TopUp?.Consent.At.ToUnixTimeMilliseconds() ?? 0;
        var what = !isLook ? $"{agreed}-{step.Purchase}"
            : reason == TopUpReasons.LimitReached ? $"{agreed}-{(string)data["until"]!}"
            : clock.GetUtcNow().UtcDateTime.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Tell(account, $"{reason}-{what}-{AlertTypes.TopUpPaused}", AlertTypes.TopUpPaused, data, cancellation);
    }

    private Task Tell(Account account, string id, string type, JsonObject data, CancellationToken cancellation) =>
        alerts.Tell([new($"{account.Id}-{id}", type, clock.GetUtcNow(), account.Id, account.Settings.Plan, data)], cancellation);

    private static JsonObject About(Purchase purchase) => new()
    {
        ["purchaseId"] = purchase.Id,
        ["pack"] = purchase.Offer.PackId,
        ["quantity"] = purchase.Offer.Quantity,
        ["creditType"] = purchase.Offer.CreditType.Value,
        ["credits"] = purchase.Offer.Credits.ToDecimal(),
        ["price"] = new JsonObject { ["amount"] = purchase.Offer.Price.Amount, ["currency"] = purchase.Offer.Price.Currency },
    };
}
