using System.Collections.Immutable;
using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Payments;
using Credits.Packs;
using Credits.Reconciling;

namespace Credits.Functions.Purchases;

/// <summary>Compares payments as their provider has them with the grants and purchases that there are for them. It changes nothing.</summary>
/// <remarks>First it goes through the provider's payments, then through the purchases that say they are paid: what was granted without a payment is in no list of payments.</remarks>
public sealed class PaymentReconciliation(IPayments payments, PurchaseStore purchases, PaymentEventStore events, PaidGrants grants, AccountStore accounts)
{
    private const int PurchasesPerPage = 100;

    // As many as the provider and the stores answer at once without complaint.
    private const int Parallel = 8;

    /// <summary>Compares a page.</summary>
    /// <param name="from">The first moment at which what is compared was begun.</param>
    /// <param name="until">The first moment that is none of it any more.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="cancellation">Ends waiting.</param>
    internal async Task<ReconciledPage> Compare(DateTimeOffset from, DateTimeOffset until, ReconciliationCursor cursor, CancellationToken cancellation)
    {
        if (cursor.Purchases) return await ComparePurchases(from, until, cursor.Purchase, cancellation);

        var page = await payments.List(from, until, cursor.Payment, cancellation);
        var books = await Each(page.Payments, payment => Settled(payment, cancellation), cancellation);
        return ReconciledPage.Of(books, page.Next is { } next ? ReconciliationCursor.AfterPayment(next) : ReconciliationCursor.FirstPurchase);
    }

    private async Task<ReconciledPage> ComparePurchases(DateTimeOffset from, DateTimeOffset until, PurchaseKey? after, CancellationToken cancellation)
    {
        var (page, more) = await purchases.List(from, until, after, PurchasesPerPage, cancellation);
        var paid = page.Where(purchase => purchase is { State: PurchaseState.Paid or PurchaseState.TakenBack, Payment: not null });
        var books = await Each(paid, async purchase =>
        {
            var (id, purpose) = (purchase.Payment!, new PaymentPurpose(purchase.Account.Value, purchase.Offer.PackId, purchase.Id));
            return await payments.Find(id, cancellation) is { Received: not null } ? null : await Settled(new(id, Received: null, purpose, Refunded: 0, Lost: 0), cancellation);
        }, cancellation);
        return ReconciledPage.Of(books.OfType<PaymentBooks>(), more ? ReconciliationCursor.AfterPurchase(new(page[^1].Account, page[^1].Id)) : null);
    }

    // A webhook may have been booked between the list and the look at the account: what differs is looked at again as the provider has it by now.
    private async Task<PaymentBooks> Settled(Payment payment, CancellationToken cancellation)
    {
        var books = await Look(payment, cancellation);
        if (books.Differences().IsEmpty) return books;

        return await Look(await payments.Find(payment.Id, cancellation) is { For: not null } now ? now : payment, cancellation);
    }

    private async Task<PaymentBooks> Look(Payment payment, CancellationToken cancellation)
    {
        var purpose = payment.For!;
        var books = new PaymentBooks(payment.Id, purpose.Account, purpose.Purchase)
        {
            Received = payment.Received,
            Back = payment.Back,
            Parked = await events.FindParked(payment.Id, cancellation) is { } parked ? $"{parked.Reason}: {parked.Detail}" : null,
        };
        if (!AccountId.TryParse(purpose.Account, out var id)) return books;

        if (ResourceId.IsOne(purpose.Purchase) && await purchases.Find(id, purpose.Purchase, cancellation) is { } purchase)
            books = books with { Offer = purchase.Offer, PaidBy = purchase.Payment, SaysPaid = purchase.State is PurchaseState.Paid or PurchaseState.TakenBack, BackBooked = purchase.Back };
        if (await accounts.Load(id, cancellation) is not { } session) return books;

        return books with
        {
            Bought = await Stand(payment.Id, session, cancellation),
            Bonus = await Stand(Offer.BonusIdOf(payment.Id), session, cancellation),
        };
    }

    private async Task<PaidGrant?> Stand(string grantId, AccountSession session, CancellationToken cancellation)
    {
        var state = await grants.Look(grantId, session, session.Account, closing: [], cancellation);
        return state.Grant is { } grant ? state.Of(grant) : null;
    }

    private static async Task<ImmutableArray<TOut>> Each<TIn, TOut>(IEnumerable<TIn> items, Func<TIn, Task<TOut>> look, CancellationToken cancellation)
    {
        var answers = ImmutableArray.CreateBuilder<TOut>();
        foreach (var chunk in items.Chunk(Parallel))
        {
            cancellation.ThrowIfCancellationRequested();
            answers.AddRange(await Task.WhenAll(chunk.Select(look)));
        }

        return answers.DrainToImmutable();
    }
}

/// <summary>What a page of payments or purchases came to.</summary>
/// <param name="Compared">How many payments were compared; of purchases, those for which no payment has succeeded.</param>
/// <param name="Sums">By currency.</param>
/// <param name="Differences">All of the page.</param>
/// <param name="Next">Where to go on; null when all is compared.</param>
internal sealed record ReconciledPage(int Compared, ImmutableArray<MoneySum> Sums, ImmutableArray<Difference> Differences, ReconciliationCursor? Next)
{
    public static ReconciledPage Of(IEnumerable<PaymentBooks> compared, ReconciliationCursor? next)
    {
        var books = compared.ToList();
        return new(books.Count, MoneySum.Of(books), [.. books.SelectMany(payment => payment.Differences())], next);
    }
}
