using System.Collections.Immutable;
using Credits.Grants;
using Credits.Limits;

namespace Credits.Checks;

/// <summary>Whether an account may use something.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="Reason">Why: one of <see cref="CheckReasons"/>.</param>
/// <param name="Detail">The same in words, with what would help.</param>
/// <param name="CreditType">The type of credits it would burn.</param>
/// <param name="Cost">What it would cost; null while no quantities are known.</param>
/// <param name="Available">What could be burned for it.</param>
/// <param name="Caps">The caps it would count against.</param>
/// <param name="ResetsAt">When the last of the caps that deny it begins anew; null when none does.</param>
public sealed record Verdict(
    Decision Decision, string Reason, string Detail, CreditType CreditType, Credits? Cost, Credits Available, ImmutableArray<CapState> Caps, DateTimeOffset? ResetsAt = null);

/// <summary>The answer to a check.</summary>
public enum Decision
{
    /// <summary>Go on.</summary>
    Allowed,

    /// <summary>Go on, but credits have run out or soon will.</summary>
    Warn,

    /// <summary>Don't.</summary>
    Denied,
}

/// <summary>How far a cap is used up.</summary>
/// <param name="Cap">The cap.</param>
/// <param name="Used">What was burned in the window.</param>
/// <param name="Held">What open holds have set aside for usage that would count.</param>
/// <param name="ResetsAt">When the window ends.</param>
public sealed record CapState(Cap Cap, Credits Used, Credits Held, DateTimeOffset ResetsAt)
{
    /// <summary>What may still be burned; zero when it is used up.</summary>
    public Credits Remaining => Credits.FromMillionths(Math.Max(0, Cap.Limit.Millionths - Used.Millionths - Held.Millionths));
}

/// <summary>The stable codes of a check's answer.</summary>
public static class CheckReasons
{
    /// <summary>There are enough credits.</summary>
    public const string Sufficient = "sufficient";

    /// <summary>The account is paused.</summary>
    public const string Paused = "paused";

    /// <summary>The member is paused.</summary>
    public const string MemberPaused = "member-paused";

    /// <summary>It has no price, so that such an event would become a dead letter.</summary>
    public const string NoPrice = "no-price";

    /// <summary>A cap is used up, or would be passed.</summary>
    public const string CapReached = "cap-reached";

    /// <summary>There are not enough credits.</summary>
    public const string InsufficientCredits = "insufficient-credits";

    /// <summary>There are not enough credits, but the account may go into overdraft.</summary>
    public const string Overdraft = "overdraft";

    /// <summary>It would take the overdraft beyond its limit.</summary>
    public const string OverdraftLimit = "overdraft-limit";
}
