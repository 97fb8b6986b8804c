using Credits.Functions.Payments;
using Credits.Functions.Storage.Payments;

namespace Credits.Functions.TopUps;

/// <summary>Ends a purchase that was left open by an orchestration which failed or was terminated, so that another may begin.</summary>
public sealed class TopUpLeftover(TopUpPayments charged, IPayments payments, TopUpEnd end, TimeProvider clock)
{
    // A page to pay lives for a day, and the provider has long told of whatever was charged.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>Grants what was paid for it; gives it up when it is sure, or after three days likely, that nothing will be.</summary>
    /// <param name="step">The step that wants to begin another.</param>
    /// <param name="open">The purchase that is open.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>False when it may still be paid.</returns>
    public async Task<bool> TryEnd(TopUpStep step, Purchase open, CancellationToken cancellation)
    {
        var left = step with { Purchase = open.Id };
        if (open is { Key: null, Url: null }) return await Abandon(left, cancellation); // nobody was charged, for the key comes first

        var payment = await charged.Find(open, cancellation);
        if (payment is { Received: null, Status: not PaymentStatus.Processing }) payment = await payments.Cancel(payment.Id, cancellation);
        switch (payment)
        {
            case { Received: { } received } when payment.Back < received.Amount:
                await end.Settle(new(left, payment.Id), cancellation); // or pauses
                return true;
            case { Status: PaymentStatus.Processing }:
                return false;
            case null when clock.GetUtcNow() - (open.AttemptedAt ?? open.CreatedAt) < Patience:
                return false;
            default:
                return await Abandon(left, cancellation);
        }
    }

    private async Task<bool> Abandon(TopUpStep left, CancellationToken cancellation)
    {
        await end.Abandon(left, cancellation);
        return true;
    }
}
