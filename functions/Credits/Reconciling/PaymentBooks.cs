using System.Collections.Immutable;
using Credits.Packs;

namespace Credits.Reconciling;

/// <summary>A payment as its provider has it, beside what the books have of it: its purchase, and the grants of its account.</summary>
/// <param name="Payment">The provider's id of it.</param>
/// <param name="Account">The account that it names.</param>
/// <param name="Purchase">The purchase that it names.</param>
public sealed record PaymentBooks(string Payment, string Account, string Purchase)
{
    /// <summary>What was received; null as long as it has not succeeded, or when the provider does not know it.</summary>
    public Money? Received { get; init; }

    /// <summary>How much of it went back or was lost to disputes.</summary>
    public long Back { get; init; }

    /// <summary>What the purchase was to cost and give; null when there is no such purchase.</summary>
    public Offer? Offer { get; init; }

    /// <summary>The payment that pays the purchase; null before there is one.</summary>
    public string? PaidBy { get; init; }

    /// <summary>Whether the purchase says that it is paid, be it that all of it went back.</summary>
    public bool SaysPaid { get; init; }

    /// <summary>How much of its price went back, as the purchase says.</summary>
    public long BackBooked { get; init; }

    /// <summary>What was granted under the payment's id; null for nothing.</summary>
    public PaidGrant? Bought { get; init; }

    /// <summary>What was given away with it; null for nothing.</summary>
    public PaidGrant? Bonus { get; init; }

    /// <summary>Why nobody could grant it or take it back, in words; null when it is not parked.</summary>
    public string? Parked { get; init; }

    /// <summary>Where the books differ from the payment; empty when they stand as it does.</summary>
    public ImmutableArray<Difference> Differences() => Received is { } received ? OfSucceeded(received) : OfUnpaid();

    /// <summary>What of it counts in the sums; null when it has neither succeeded nor been granted.</summary>
    public MoneySum? Sum()
    {
        if ((Received ?? Bought?.Cost) is not { Currency: var currency }) return null;

        var received = Received?.Amount ?? 0;
        return new(currency, received, GoneOf(received), Bought?.Cost?.Amount ?? 0, Bought is null ? 0 : BackBooked);
    }

    private ImmutableArray<Difference> OfUnpaid() =>
        Bought is not null || (SaysPaid && PaidBy == Payment)
            ? [Of(DifferenceKind.GrantedNotPaid, Bought is null ? "Its purchase says that it is paid, but it has not succeeded." : $"{Bought.Amount} credits were granted for it, but it has not succeeded.")]
            : [];

    private ImmutableArray<Difference> OfSucceeded(Money received)
    {
        if (PaidBy is { } payer && payer != Payment) return [Of(DifferenceKind.PaidTwice, $"Its purchase was paid by payment '{payer}' before; nothing is granted for this one. Refund it.")];
        if (Bought is null) return [NotGranted(received)];

        var differences = ImmutableArray.CreateBuilder<Difference>();
        if (AmountFault(received, Bought) is { } amount) differences.Add(Of(DifferenceKind.AmountDiffers, amount));
        else if (BackFault(received, Offer!, Bought) is { } back) differences.Add(Of(DifferenceKind.TakenBackDiffers, back));
        if (Parked is not null) differences.Add(Of(DifferenceKind.Parked, Parked));
        return differences.DrainToImmutable();
    }

    private Difference NotGranted(Money received) =>
        Parked is not null ? Of(DifferenceKind.Parked, Parked)
        : Offer is { Price: var price } && price != received ? Of(DifferenceKind.AmountDiffers, $"{Words(received)} were received, but {Words(price)} were asked; nothing is granted.")
        : Of(DifferenceKind.PaidNotGranted, $"{Words(received)} were received, but nothing is granted.");

    private string? AmountFault(Money received, PaidGrant bought) =>
        Offer is null ? "Credits were granted for it, but the purchase that it names is not there."
        : bought.Cost != received ? $"{Words(received)} were received, but {(bought.Cost is { } cost ? $"the grant says that it cost {Words(cost)}" : "the grant says nothing of a cost")}."
        : bought.Amount != Offer.Credits ? $"{bought.Amount} credits were granted, but {Offer.Credits} were bought."
        : (Bonus?.Amount ?? Credits.Zero) != Offer.Bonus ? $"{Bonus?.Amount ?? Credits.Zero} credits were given away with it, but it was {Offer.Bonus} that were offered."
        : null;

    private string? BackFault(Money received, Offer offer, PaidGrant bought)
    {
        var gone = GoneOf(received.Amount);
        foreach (var grant in (PaidGrant?[])[bought, Bonus])
        {
            if (grant is null) continue;

            var due = grant.TakenFor(offer, gone);
            if (grant.Taken != due)
                return $"{Words(received with { Amount = gone })} of {Words(received)} went back, for which {due} of {grant.Amount} credits are to be taken back, but {grant.Taken} were.";
        }

        return BackBooked == gone ? null : $"{Words(received with { Amount = gone })} went back, but the purchase says {Words(received with { Amount = BackBooked })}.";
    }

    // A dispute may take what was refunded before as well; no more goes back than came.
    private long GoneOf(long received) => Math.Min(Back, received);

    private Difference Of(DifferenceKind kind, string detail) => new(kind, Payment, Account, Purchase, detail);

    private static string Words(Money money) => $"{money.Amount} {money.Currency}";
}
