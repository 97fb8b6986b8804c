using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Limits;
using Credits.Packs;
using Microsoft.Extensions.Options;

namespace Credits.Functions.TopUps;

/// <summary>Decides whether credits are to be bought: reads the balance again, checks the limits, begins the purchase.</summary>
public sealed class TopUpBegin(
    AccountStore accounts, PlanCatalogue plans, PackStore packs, PurchaseStore purchases, IPayments payments, TopUpTelling telling, IOptions<TopUpOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    /// <summary>Begins a purchase, or says why not.</summary>
    public async Task<TopUpBeginning> Run(TopUpStep step, CancellationToken cancellation)
    {
        var (id, now) = (AccountId.Parse(step.Account), clock.GetUtcNow());
        if (await accounts.Load(id, cancellation) is not { Account: var stored } || !payments.AreSetUp) return Outcome(BeginOutcome.Stop);

        var account = Settled.At(stored, await plans.For(stored, now, cancellation), now);
        if (account.Settings.TopUp is not { Paused: null } topUp) return Outcome(BeginOutcome.Stop);

        // Begun before, and its answer was lost: it goes on.
        if (await purchases.Find(id, step.Purchase, cancellation) is not null) return Outcome(BeginOutcome.Charge);

        var left = account.LeftOf(topUp.Terms.CreditType, now);
        if (left > topUp.Terms.Level) return Outcome(BeginOutcome.Stop);
        if (account.Settings.Limits.Paused) return await Wait(account, step, TopUpReasons.AccountPaused, "the account is paused", now + LookAgain, cancellation);

        var (offer, fault) = await packs.Find(topUp.Terms.Pack, cancellation) is { Pack: var pack } && pack.CreditType == topUp.Terms.CreditType
            ? Offer.Of(pack, topUp.Terms.QuantityOf(pack, left))
            : (null, null);
        if (offer is null) return await Wait(account, step, TopUpReasons.NoOffer, fault?.Message ?? $"there is no pack '{topUp.Terms.Pack}' of '{topUp.Terms.CreditType}'", now + LookAgain, cancellation);

        var month = CapWindow.Month.StartOf(now, account.Settings.Calendar);
        var automatic = (await purchases.List(id, cancellation)).Where(purchase => purchase is { IsAutomatic: true, State: not PurchaseState.Abandoned }).ToList();
        if (automatic.FirstOrDefault(purchase => purchase.State == PurchaseState.Open) is { } open)
            return await Wait(account, step, TopUpReasons.Unfinished, $"purchase '{open.Id}' has not come to its end", now + LookAgain, cancellation);

        var bought = automatic.Where(purchase => purchase.CreatedAt >= month).ToList();
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
