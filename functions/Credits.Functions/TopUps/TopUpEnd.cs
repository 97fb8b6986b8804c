using Credits.Accounts;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Payments;

namespace Credits.Functions.TopUps;

/// <summary>Ends a purchase: granted, given up, or paused until the customer says that it goes on.</summary>
public sealed class TopUpEnd(AccountStore accounts, AccountWriter writer, PurchaseStore purchases, PurchaseSettlement settlement, TopUpTelling telling)
{
    /// <summary>Grants what was paid, and tells.</summary>
    /// <returns>False when nothing could be granted: then automatic top-up is paused, so that nothing more is charged.</returns>
    public async Task<bool> Settle(TopUpPayment payment, CancellationToken cancellation)
    {
        var settled = await settlement.Settle(payment.Payment!, cancellation);
        if (settled.Outcome != SettlementOutcome.Settled)
        {
            // It stays open, so that it counts against the limits of the month, and nothing else is charged before it is settled.
            await PauseSettings(payment.Step, TopUpReasons.NotGranted, cancellation);
            await TellPaused(payment.Step, TopUpReasons.NotGranted, cancellation);
            return false;
        }

        var (account, purchase) = await Find(payment.Step, cancellation);
        await telling.Succeeded(account, purchase, payment.Payment!, cancellation);
        return true;
    }

    /// <summary>Tells that a payment was declined.</summary>
    public async Task TellDeclined(TopUpPayment payment, CancellationToken cancellation)
    {
        var (account, purchase) = await Find(payment.Step, cancellation);
        await telling.Failed(account, purchase, payment.Attempt, payment.Code, payment.Until!.Value, cancellation);
    }

    /// <summary>Pauses automatic top-up in the account's settings, and tells.</summary>
    public async Task Pause(TopUpPayment payment, CancellationToken cancellation)
    {
        var reason = payment.Code ?? TopUpReasons.Refused;
        await PauseSettings(payment.Step, reason, cancellation);
        await Abandon(payment.Step, cancellation);
        await TellPaused(payment.Step, reason, cancellation);
    }

    /// <summary>Gives a purchase up. If it is paid all the same, it is granted all the same.</summary>
    public Task Abandon(TopUpStep step, CancellationToken cancellation) =>
        purchases.Change(
            AccountId.Parse(step.Account), step.Purchase, before => before.State == PurchaseState.Open ? before with { State = PurchaseState.Abandoned } : before, cancellation);

    private async Task PauseSettings(TopUpStep step, string reason, CancellationToken cancellation) =>
        await writer.Change(
            AccountId.Parse(step.Account), open: false,
            (_, commit) =>
            {
                if (commit.Account.Settings.TopUp is { Paused: null } topUp) commit.Configure(commit.Account.Settings with { TopUp = topUp with { Paused = reason } });
                return Task.FromResult(true);
            },
            cancellation);

    private async Task TellPaused(TopUpStep step, string reason, CancellationToken cancellation) =>
        await telling.Paused((await Find(step, cancellation)).Account, step, reason, new() { ["purchaseId"] = step.Purchase }, cancellation);

    private async Task<(Account Account, Purchase Purchase)> Find(TopUpStep step, CancellationToken cancellation)
    {
        var id = AccountId.Parse(step.Account);
        return ((await accounts.Load(id, cancellation))!.Account, (await purchases.Find(id, step.Purchase, cancellation))!);
    }
}
