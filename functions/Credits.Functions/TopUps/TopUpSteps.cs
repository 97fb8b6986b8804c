namespace Credits.Functions.TopUps;

/// <summary>What an orchestration is about.</summary>
/// <param name="Account">The account.</param>
public sealed record TopUpOrder(string Account);

/// <summary>One purchase of an account's orchestration.</summary>
/// <param name="Account">The account.</param>
/// <param name="Instance">The orchestration, which hears of the payments.</param>
/// <param name="Purchase">The purchase's id, which the orchestration has chosen.</param>
public sealed record TopUpStep(string Account, string Instance, string Purchase);

/// <summary>One attempt to have a purchase paid.</summary>
/// <param name="Step">The purchase.</param>
/// <param name="Number">The attempt, from 1 on.</param>
/// <param name="Since">When the orchestration began it.</param>
public sealed record TopUpAttempt(TopUpStep Step, int Number, DateTimeOffset Since);

/// <summary>What is to happen to a payment, or has.</summary>
/// <param name="Step">The purchase.</param>
/// <param name="Payment">The provider's id of the payment; null when there is none.</param>
/// <param name="Attempt">The attempt it belongs to.</param>
/// <param name="Code">Why it was declined, or why the top-up pauses.</param>
/// <param name="Until">Until when something is waited for.</param>
public sealed record TopUpPayment(TopUpStep Step, string? Payment, int Attempt = 0, string? Code = null, DateTimeOffset? Until = null);

/// <summary>What begins.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Until">Until when to wait, at most.</param>
/// <param name="Dunning">How long to wait after each decline before the next attempt; as it is set when the purchase begins.</param>
/// <param name="Authentication">How long the customer may take to confirm a payment.</param>
public sealed record TopUpBeginning(BeginOutcome Outcome, DateTimeOffset? Until, IReadOnlyList<TimeSpan> Dunning, TimeSpan Authentication);

/// <summary>What can become of a beginning.</summary>
public enum BeginOutcome
{
    /// <summary>Nothing is to be bought: there is enough again, or nobody wants it any more.</summary>
    Stop,

    /// <summary>Nothing can be bought for now.</summary>
    Wait,

    /// <summary>The purchase is begun, and is to be paid.</summary>
    Charge,
}

/// <summary>How far a payment has come.</summary>
/// <param name="Outcome">How far.</param>
/// <param name="Payment">The provider's id; null when there is none.</param>
/// <param name="Code">Why it was declined.</param>
public sealed record TopUpProgress(ProgressOutcome Outcome, string? Payment, string? Code = null);

/// <summary>How far a payment can have come.</summary>
public enum ProgressOutcome
{
    /// <summary>It is paid.</summary>
    Paid,

    /// <summary>The provider works on it.</summary>
    Processing,

    /// <summary>The customer must confirm it.</summary>
    NeedsAuthentication,

    /// <summary>It was declined, or can't be made.</summary>
    Declined,

    /// <summary>Nobody wants it any more.</summary>
    Stopped,

    /// <summary>Nobody knows: the provider could not be asked for so long that asking again might charge again.</summary>
    Uncertain,
}
