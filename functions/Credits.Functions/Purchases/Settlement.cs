namespace Credits.Functions.Purchases;

/// <summary>What looking at a payment led to.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Reason">One of <see cref="ParkReasons"/>, or a refusal's code, when it is parked.</param>
/// <param name="Detail">Why, in words, when it is parked.</param>
public sealed record Settlement(SettlementOutcome Outcome, string? Reason = null, string? Detail = null)
{
    internal static Settlement Parked(string reason, string detail) => new(SettlementOutcome.Parked, reason, detail);
}

/// <summary>What looking at a payment can lead to.</summary>
public enum SettlementOutcome
{
    /// <summary>The account has what the payment pays for, less what went back.</summary>
    Settled,

    /// <summary>It has not succeeded, so nothing is granted yet.</summary>
    Pending,

    /// <summary>It is none of this product's.</summary>
    NotOurs,

    /// <summary>Nothing is granted, and somebody must look.</summary>
    Parked,
}
