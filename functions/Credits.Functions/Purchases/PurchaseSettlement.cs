using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Payments;

namespace Credits.Functions.Purchases;

/// <summary>Brings an account to what one of its payments pays for: grants it once, takes back what went back, restores what came again.</summary>
/// <remarks>
/// It looks at the payment as the provider has it, under the account's turn and guarded by its ETag, and books only the difference. So it does not matter which webhook
/// led here, how often, or in what order: after the last, the account stands as the payment does.
/// </remarks>
public sealed class PurchaseSettlement(
    IPayments payments, PurchaseStore purchases, PaidGrants grants, ParkedPayments parked, AccountStore accounts, AccountWriter writer)
{
    /// <summary>Looks at a payment and books what is missing.</summary>
    public async Task<Settlement> Settle(string paymentId, CancellationToken cancellation)
    {
        var payment = await payments.Find(paymentId, cancellation);
        return await parked.Note(paymentId, payment?.For?.Account, await Settle(paymentId, payment, cancellation), cancellation);
    }

    private async Task<Settlement> Settle(string paymentId, Payment? payment, CancellationToken cancellation)
    {
        if (payment is null) return Settlement.Parked(ParkReasons.UnknownPayment, "The provider has no such payment.");
        if (payment.For is not { } purpose) return new(SettlementOutcome.NotOurs);
        if (payment.Received is not { } received) return new(SettlementOutcome.Pending);

        if (!AccountId.TryParse(purpose.Account, out var account) || await accounts.Load(account, cancellation) is null)
            return Settlement.Parked(ParkReasons.UnknownAccount, $"It names account '{purpose.Account}', which does not exist.");

        if (!ResourceId.IsOne(purpose.Purchase) || await purchases.Find(account, purpose.Purchase, cancellation) is not { Offer: var offer } purchase)
            return Settlement.Parked(ParkReasons.UnknownPurchase, $"It names purchase '{purpose.Purchase}', which account '{account}' never began.");
        if (offer.PackId != purpose.Pack) return Settlement.Parked(ParkReasons.UnknownPack, $"It names pack '{purpose.Pack}', but purchase '{purchase.Id}' is of pack '{offer.PackId}'.");
        if (offer.Price != received) return Settlement.Parked(ParkReasons.AmountDiffers, $"{received.Amount} {received.Currency} were received, but {offer.Price.Amount} {offer.Price.Currency} were asked.");

        // Claimed before anything is granted, so that no second payment is granted for one purchase.
        var claimed = await purchases.Change(account, purchase.Id, before => before.Payment is null ? before with { Payment = paymentId } : before, cancellation);
        if (claimed?.Payment is { } payer && payer != paymentId) return Settlement.Parked(ParkReasons.PaidBefore, $"Purchase '{purchase.Id}' was paid by payment '{payer}' before.");

        try
        {
            await Book(purchase, paymentId, cancellation);
            return new(SettlementOutcome.Settled);
        }
        catch (ParkedException e)
        {
            return Settlement.Parked(e.Reason, e.Detail);
        }
    }

    private async Task Book(Purchase purchase, string paymentId, CancellationToken cancellation)
    {
        var (account, back) = await writer.Change(
            purchase.Account, open: false,
            async (session, commit) =>
            {
                // Asked again under the account's turn: whoever committed since saw no newer answer than this one.
                var payment = await payments.Find(paymentId, cancellation) ?? throw new InvalidOperationException($"Payment {paymentId} was there a moment ago and is gone.");
                foreach (var grant in purchase.Offer.GrantsFor(paymentId, commit.BookedAt, commit.Account.Settings.Calendar))
                    await grants.Bring(grant, purchase.Offer, payment.Back, session, commit, cancellation);
                return Math.Min(payment.Back, purchase.Offer.Price.Amount);
            },
            cancellation);

        var state = back == purchase.Offer.Price.Amount ? PurchaseState.TakenBack : PurchaseState.Paid;
        await purchases.Change(
            purchase.Account, purchase.Id, before => before.AsOf > account!.Sequence ? before : before with { State = state, Back = back, AsOf = account.Sequence }, cancellation);
    }

    private static Settlement Parked(string reason, string detail) => new(SettlementOutcome.Parked, reason, detail);
}

/// <summary>Ends a commit of which nothing may be booked: somebody must look at the payment.</summary>
/// <param name="reason">The code.</param>
/// <param name="detail">Why, in words.</param>
internal sealed class ParkedException(string reason, string detail) : Exception(detail)
{
    public string Reason { get; } = reason;

    public string Detail { get; } = detail;
}
