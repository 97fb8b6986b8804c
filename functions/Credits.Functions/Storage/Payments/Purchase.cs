using Credits.Packs;

namespace Credits.Functions.Storage.Payments;

/// <summary>What somebody wants to buy, or bought.</summary>
/// <remarks>What was granted for it stands in the account's journal, under the payment's id. This says what was asked for before, and how far it has come.</remarks>
public sealed record Purchase
{
    /// <summary>Unique within its account.</summary>
    public required string Id { get; init; }

    /// <summary>Who buys.</summary>
    public required AccountId Account { get; init; }

    /// <summary>What it costs and gives.</summary>
    public required Offer Offer { get; init; }

    /// <summary>Where the customer comes after paying.</summary>
    public required string SuccessUrl { get; init; }

    /// <summary>Where the customer comes after turning back.</summary>
    public required string CancelUrl { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands among its account's.</summary>
    public PurchasePlace Place => new(CreatedAt, Id);

    /// <summary>How far it has come.</summary>
    public PurchaseState State { get; init; }

    /// <summary>The page on which to pay; null as long as there is none.</summary>
    public string? Url { get; init; }

    /// <summary>The payment that pays it; null before there is one.</summary>
    public string? Payment { get; init; }

    /// <summary>Whether it was begun by itself, as the customer agreed.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>The key of its last attempt to be paid by itself; null before the first.</summary>
    public string? Key { get; init; }

    /// <summary>What that attempt charges.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>When that attempt began; null before the first.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>The payment that that attempt led to, whatever became of it; null as long as it is not known.</summary>
    public string? Attempted { get; init; }

    /// <summary>How much of the price went back or was lost to disputes, in the currency's smallest unit.</summary>
    public long Back { get; init; }

    /// <summary>The number of the account's entry as of which this is so: what was seen earlier never replaces what was seen later.</summary>
    public long AsOf { get; init; }
}

/// <summary>How far a purchase has come.</summary>
public enum PurchaseState
{
    /// <summary>It waits to be paid.</summary>
    Open,

    /// <summary>It is paid and granted; some of the price may have gone back.</summary>
    Paid,

    /// <summary>All of the price went back, and the credits were taken back.</summary>
    TakenBack,

    /// <summary>The page to pay ended without a payment, or an automatic purchase was given up.</summary>
    Abandoned,
}
