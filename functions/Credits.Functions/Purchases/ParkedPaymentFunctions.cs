using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Purchases;

/// <summary>Shows the payments for which nothing could be granted, and tries them again once the cause is mended.</summary>
public sealed class ParkedPaymentFunctions(PaymentEventStore events, PurchaseSettlement purchases, InvoiceSettlement invoices, IPayments payments)
{
    /// <summary>Lists them, by the payment's id.</summary>
    [Function("GetParkedPayments")]
    [RequiresScope(Scopes.DeadLettersRead)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/parked-payments")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Ok(new ParkedPaymentsView([.. (await events.ListParked(cancellation)).Select(ParkedPaymentView.Of)]));

    /// <summary>Looks at a payment or an invoice again. Doing it twice grants once.</summary>
    [Function("SettlePayment")]
    [RequiresScope(Scopes.DeadLettersWrite)]
    public async Task<IResult> Settle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/parked-payments/{paymentId}/settle")] HttpRequest request,
        string paymentId, CancellationToken cancellation)
    {
        ResourceId.Checked(paymentId, "paymentId");
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        var settled = await (Invoice.IsOne(paymentId) ? invoices.Settle(paymentId, cancellation) : purchases.Settle(paymentId, cancellation));
        return Answer.Ok(new SettlementView(settled.Outcome, settled.Reason, settled.Detail));
    }
}

/// <summary>A payment for which nothing was granted, and why.</summary>
/// <param name="PaymentId">The provider's id of it.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Detail">In words.</param>
/// <param name="AccountId">The account that it names.</param>
/// <param name="ParkedAt">When it was last tried.</param>
public sealed record ParkedPaymentView(string PaymentId, string Reason, string Detail, string? AccountId, DateTimeOffset ParkedAt)
{
    internal static ParkedPaymentView Of(ParkedPayment parked) => new(parked.Payment, parked.Reason, parked.Detail, parked.Account, parked.At);
}

/// <summary>Payments for which nothing was granted.</summary>
/// <param name="Payments">By id; a thousand at most.</param>
public sealed record ParkedPaymentsView(IReadOnlyList<ParkedPaymentView> Payments);

/// <summary>What looking at a payment led to.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Reason">A stable code, when it is parked.</param>
/// <param name="Detail">In words.</param>
public sealed record SettlementView(SettlementOutcome Outcome, string? Reason, string? Detail);
