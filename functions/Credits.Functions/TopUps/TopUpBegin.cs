using Credits.Accounts;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Limits;
using Credits.Packs;
using Microsoft.Extensions.Options;

namespace Credits.Functions.TopUps;

/// <summary>Decides whether credits are to be bought: reads the balance again, checks the limits, begins the purchase.</summary>
public sealed class TopUpBegin(
    TopUpNeed need, PackStore packs, PurchaseStore purchases, TopUpLeftover leftover, IPayments payments, TopUpTelling telling, IOptions<TopUpOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    /// <summary>Begins a purchase, or says why not.</summary>
    public async Task<TopUpBeginning> Run(TopUpStep step, CancellationToken cancellation)
    {
        var (id, now) = (AccountId.Parse(step.Account), clock.GetUtcNow());

        // Begun before, and its answer was lost: it goes on, and whether anybody wants it still is asked before it is charged.
        if (await purchases.Find(id, step.Purchase, cancellation) is not null) return Outcome(BeginOutcome.Charge);
        if (!payments.AreSetUp || await need.Of(id, cancellation) is not { IsThere: true, Account: var account, TopUp: var topUp, Left: var left }) return Outcome(BeginOutcome.Stop);
        if (account.Settings.Limits.Paused) return await Wait(account, step, TopUpReasons.AccountPaused, "the account is paused", now + LookAgain, cancellation);

        var (offer, fault) = await packs.Find(topUp.Terms.Pack, cancellation) is { Pack: var pack } && pack.CreditType == topUp.Terms.CreditType
            ? Offer.Of(pack, topUp.Terms.QuantityOf(pack, left))
            : (null, null);
        if (offer is null) return await Wait(account, step, TopUpReasons.NoOffer, fault?.Message ?? $"there is no pack '{topUp.Terms.Pack}' of '{topUp.Terms.CreditType}'", now + LookAgain, cancellation);

        var month = CapWindow.Month.StartOf(now, account.Settings.Calendar);
        var automatic = await purchases.ListAutomatic(id, month, cancellation);
        if (automatic.FirstOrDefault(purchase => purchase.State == PurchaseState.Open) is { } open)
        {
            // What was paid for it may be enough, so everything is asked again.
            return await leftover.TryEnd(step, open, cancellation)
                ? await Run(step, cancellation)
                : await Wait(account, step, TopUpReasons.Unfinished, $"purchase '{open.Id}' has not come to its end", now + LookAgain, cancellation);
        }

        // A purchase that was declined at the end of a month and paid in the next is one of the next.
        var bought = automatic.Where(purchase => purchase.State != PurchaseState.Abandoned && (purchase.AttemptedAt ?? purchase.CreatedAt) >= month).ToList();
        var spent = bought.Where(purchase => purchase.Offer.Price.Currency == offer.Price.Currency).Sum(purchase => purchase.Offer.Price.Amount);
        if (topUp.Terms.LimitPassedBy(offer.Price, bought.Count, spent) is { } passed)
            return await Wait(account, step, TopUpReasons.LimitReached, passed, CapWindow.Month.EndOf(now, account.Settings.Calendar), cancellation);

        await purchases.Add(
            new() { Id = step.Purchase, Account = id, Offer = offer, SuccessUrl = topUp.ReturnUrl, CancelUrl = topUp.ReturnUrl, CreatedAt = now, IsAutomatic = true }, cancellation);
        return Outcome(BeginOutcome.Charge);
    }

    private async Task<TopUpBeginning> Wait(Account account, TopUpStep step, string reason, string detail, DateTimeOffset until, CancellationToken cancellation)
    {
        await telling.Paused(account, step, reason, new() { ["detail"] = detail, ["until"] = Rfc3339.Write(until) }, cancellation);
        return Outcome(BeginOutcome.Wait, until);
    }

    private TopUpBeginning Outcome(BeginOutcome outcome, DateTimeOffset? until = null) => new(outcome, until, options.Value.Waits!, options.Value.Authentication);
}
