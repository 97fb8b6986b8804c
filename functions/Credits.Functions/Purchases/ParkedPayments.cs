using Credits.Functions.Storage.Payments;
using Credits.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Purchases;

/// <summary>Keeps in sight for what nothing could be granted, until it is.</summary>
public sealed class ParkedPayments(PaymentEventStore events, Instruments instruments, TimeProvider clock, ILogger<ParkedPayments> log)
{
    /// <summary>Notes what looking at a payment or an invoice led to.</summary>
    /// <param name="id">The provider's id of it.</param>
    /// <param name="account">The account that it names; null for none.</param>
    /// <param name="settlement">What it led to.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The settlement.</returns>
    public async Task<Settlement> Note(string id, string? account, Settlement settlement, CancellationToken cancellation)
    {
        if (settlement.Outcome == SettlementOutcome.Parked)
        {
            log.LogError("Nothing is granted for payment {Payment}: {Reason}. It is parked", id, settlement.Reason);

            // Before it is parked: killed between, it is counted twice rather than never.
            if (await events.FindParked(id, cancellation) is null) instruments.PaymentsParked.Add(1);
            await events.Park(new(id, settlement.Reason!, settlement.Detail!, account, clock.GetUtcNow()), cancellation);
        }
        else
        {
            await events.Unpark(id, cancellation);
        }

        return settlement;
    }
}
