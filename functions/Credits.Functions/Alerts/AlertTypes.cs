using System.Collections.Frozen;

namespace Credits.Functions.Alerts;

/// <summary>What alerts are about. Programs may rely on the names.</summary>
public static class AlertTypes
{
    /// <summary>What an account has left came down to a threshold.</summary>
    public const string BalanceBelow = "balance.below";

    /// <summary>An account has nothing left any more: its threshold of zero is reached.</summary>
    public const string BalanceExhausted = "balance.exhausted";

    /// <summary>What an account has left rose above a threshold again.</summary>
    public const string BalanceRecovered = "balance.recovered";

    /// <summary>As much was burned in a day, a week or a month as a cap allows.</summary>
    public const string CapReached = "cap.reached";

    /// <summary>A grant ends soon, and something is left of it.</summary>
    public const string GrantExpiring = "grant.expiring";

    /// <summary>An account was granted credits.</summary>
    public const string GrantCreated = "grant.created";

    /// <summary>A grant ended, and something was left of it.</summary>
    public const string GrantExpired = "grant.expired";

    /// <summary>A top-up was paid, and its credits are there.</summary>
    public const string TopUpSucceeded = "topup.succeeded";

    /// <summary>The bank wants the customer to confirm the payment of a top-up.</summary>
    public const string TopUpAuthenticationRequired = "topup.authentication_required";

    /// <summary>The payment of a top-up was refused.</summary>
    public const string TopUpFailed = "topup.failed";

    /// <summary>Nothing is bought by itself for now: it was tried in vain for too long, or a limit is reached.</summary>
    public const string TopUpPaused = "topup.paused";

    /// <summary>Nothing has happened: somebody tests an endpoint. It goes to that endpoint alone, whatever types it wants.</summary>
    public const string Ping = "ping";

    /// <summary>All of them.</summary>
    public static FrozenSet<string> All { get; } = new[]
    {
        BalanceBelow, BalanceExhausted, BalanceRecovered, CapReached, GrantExpiring, GrantCreated, GrantExpired, TopUpSucceeded, TopUpAuthenticationRequired, TopUpFailed, TopUpPaused, Ping,
    }.ToFrozenSet(StringComparer.Ordinal);
}
