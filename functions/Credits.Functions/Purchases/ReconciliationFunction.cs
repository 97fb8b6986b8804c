using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Reconciling;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Purchases;

/// <summary>Tells an operator whether payments and grants reconcile.</summary>
public sealed class ReconciliationFunction(PaymentReconciliation reconciliation, IPayments payments, TimeProvider clock)
{
    /// <summary>Compares a page of the payments of an interval with their grants.</summary>
    [Function("GetPaymentReconciliation")]
    [RequiresScope(Scopes.PurchasesRead)]
    [TakesParameters]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/payments/reconciliation")] HttpRequest request, CancellationToken cancellation)
    {
        var query = ReconciliationQuery.Of(request.Query, clock.GetUtcNow());
        if (!payments.AreSetUp) return PaymentProblems.NotSetUp();

        var page = await reconciliation.Compare(query.From, query.Until, query.Cursor, cancellation);
        return Answer.Ok(new PaymentReconciliationView(
            query.From, query.Until, page.Compared, [.. page.Sums.Select(MoneySumView.Of)], [.. page.Differences.Select(PaymentDifferenceView.Of)], page.Next?.Write()));
    }
}

/// <summary>Whether some of the payments of an interval and their grants reconcile.</summary>
/// <param name="From">The first moment at which they were begun.</param>
/// <param name="To">The first moment that is none of it any more.</param>
/// <param name="Compared">How many payments were compared.</param>
/// <param name="Sums">By currency.</param>
/// <param name="Differences">What differs; empty when all is well.</param>
/// <param name="Cursor">Where the next page begins; left out when everything was compared.</param>
public sealed record PaymentReconciliationView(
    DateTimeOffset From, DateTimeOffset To, int Compared, IReadOnlyList<MoneySumView> Sums, IReadOnlyList<PaymentDifferenceView> Differences, string? Cursor);

/// <summary>Payments of a currency and their grants, summed up, in the currency's smallest unit.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Received">What was received.</param>
/// <param name="Back">What of it went back or was lost to disputes.</param>
/// <param name="Granted">What the grants say that they cost.</param>
/// <param name="TakenBack">The cost of what was taken back of them.</param>
/// <param name="Agrees">Whether received − back = granted − takenBack.</param>
public sealed record MoneySumView(string Currency, long Received, long Back, long Granted, long TakenBack, bool Agrees)
{
    internal static MoneySumView Of(MoneySum sum) => new(sum.Currency, sum.Received, sum.Back, sum.Granted, sum.TakenBack, sum.Agrees);
}

/// <summary>Where the books differ from a payment.</summary>
/// <param name="Code">How; stable.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="AccountId">The account that it names.</param>
/// <param name="PurchaseId">The purchase that it names.</param>
/// <param name="Detail">In words, with the numbers.</param>
public sealed record PaymentDifferenceView(string Code, string PaymentId, string AccountId, string PurchaseId, string Detail)
{
    internal static PaymentDifferenceView Of(Difference difference) =>
        new(CodeOf(difference.Kind), difference.Payment, difference.Account, difference.Purchase, difference.Detail);

    /// <summary>A kind as programs read it, such as <c>paid-not-granted</c>.</summary>
    internal static string CodeOf(DifferenceKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
