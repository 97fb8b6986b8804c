using Credits.Booking;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Grants;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Functions.Purchases;

/// <summary>Grants an account what its plan allots on payment, once for each paid invoice of its subscription.</summary>
/// <remarks>
/// It looks at the invoice as the provider has it, and books under the account's turn, guarded by its ETag, unless anything was granted under the invoice's id before. So it
/// does not matter how often or in what order webhooks come, nor what became of the account's plan between two of them.
/// </remarks>
public sealed class InvoiceSettlement(
    IPayments payments, PaidGrants grants, ParkedPayments parked, PaymentEventStore events, PlanCatalogue plans, AccountStore accounts, AccountWriter writer, TimeProvider clock)
{
    /// <summary>Looks at an invoice and grants what is missing.</summary>
    public async Task<Settlement> Settle(string invoiceId, CancellationToken cancellation)
    {
        // Once settled, an invoice grants nothing more, though the account comes to another plan or the plan allots otherwise.
        if (await events.WasHandled(invoiceId, cancellation)) return await parked.Note(invoiceId, account: null, new(SettlementOutcome.Settled), cancellation);

        var invoice = await payments.FindInvoice(invoiceId, cancellation);
        var settlement = await parked.Note(invoiceId, invoice?.Account, await Settle(invoice, cancellation), cancellation);
        if (settlement.Outcome == SettlementOutcome.Settled) await events.MarkHandled(invoiceId, clock.GetUtcNow(), cancellation);
        return settlement;
    }

    private async Task<Settlement> Settle(Invoice? invoice, CancellationToken cancellation)
    {
        if (invoice is null) return Settlement.Parked(ParkReasons.UnknownPayment, "The provider has no such invoice.");
        if (invoice.Account is null || invoice.Period is not { } period) return new(SettlementOutcome.NotOurs);
        if (!invoice.IsPaid) return new(SettlementOutcome.Pending);
        if (!AccountId.TryParse(invoice.Account, out var account) || await accounts.Load(account, cancellation) is null)
            return Settlement.Parked(ParkReasons.UnknownAccount, $"Its subscription names account '{invoice.Account}', which does not exist.");

        try
        {
            await writer.Change(
                account, open: false,
                async (_, commit) =>
                {
                    // What it grants is granted in one commit, which may have been the last act of an instance that noted nothing.
                    if (await grants.WereAllotted(PaidAllotment.IdPrefixOf(invoice.Id), commit, cancellation)) return true;
                    foreach (var grant in await Wanted(invoice, period, commit, cancellation)) await grants.Allot(grant, commit, cancellation);
                    return true;
                },
                cancellation);
            return new(SettlementOutcome.Settled);
        }
        catch (ParkedException e)
        {
            return Settlement.Parked(e.Reason, e.Detail);
        }
    }

    private async Task<IReadOnlyList<Grant>> Wanted(Invoice invoice, BillingPeriod period, PendingCommit commit, CancellationToken cancellation)
    {
        var account = commit.Account;
        var plan = await plans.Of(account, cancellation);
        if (plan is null || (invoice.Plan is { } named && named != plan.Id))
            throw new ParkedException(ParkReasons.OtherPlan, $"Account '{account.Id}' is {(plan is null ? "on no plan" : $"on plan '{plan.Id}'")}; its subscription pays for {(invoice.Plan is { } other ? $"plan '{other}'" : "one")}.");
        if (plan.OnPayment.IsEmpty) throw new ParkedException(ParkReasons.NothingAllotted, $"Plan '{plan.Id}' grants nothing on payment.");

        // What is paid is one sum, so one grant has it: the first. Nobody can tell how much of it is for which.
        Money? cost = invoice.Paid.Amount > 0 ? invoice.Paid : null;
        return [.. plan.OnPayment.Select((allotment, i) => allotment.GrantFor(invoice.Id, period, commit.BookedAt, i == 0 ? cost : null, account.Settings.Calendar))];
    }
}
