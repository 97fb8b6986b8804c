using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Limits;

/// <summary>What decides whether an account may use more. None of it keeps usage that has happened from being booked.</summary>
public sealed record LimitSettings
{
    /// <summary>The most members that may be paused at a time.</summary>
    public const int MaxPausedMembers = 100;

    /// <summary>What a check answers when credits run out and nobody says otherwise.</summary>
    public const LimitPolicy DefaultPolicy = LimitPolicy.Block;

    /// <summary>Whether a capture may cost more than its hold when nobody says otherwise.</summary>
    public const bool DefaultCapturesBeyondHold = true;

    /// <summary>Nothing is limited but by the credits there are.</summary>
    public static LimitSettings None { get; } = new();

    /// <summary>The most overdraft of a credit type when nobody says otherwise.</summary>
    public static Credits DefaultOverdraftLimit => Credits.Zero;

    /// <summary>What a check answers when credits run out; null for the plan's, else the default.</summary>
    public LimitPolicy? Policy { get; init; }

    /// <summary>The most overdraft of a credit type, under <see cref="LimitPolicy.Overdraft"/>; null for the plan's, else the default.</summary>
    public Credits? OverdraftLimit { get; init; }

    /// <summary>Whether a capture may cost more than its hold; null for the plan's, else the default. One that comes with an event may in any case: its usage has happened.</summary>
    public bool? CapturesBeyondHold { get; init; }

    /// <summary>Whether nobody may use anything for now.</summary>
    public bool Paused { get; init; }

    /// <summary>The members who may not use anything for now.</summary>
    public ImmutableArray<string> PausedMembers { get; init; } = [];

    /// <summary>How many credits may be burned in a day, a week or a month.</summary>
    public ImmutableArray<Cap> Caps { get; init; } = [];

    /// <summary>These limits, with a plan's where they say nothing, and its caps beside their own.</summary>
    public LimitSettings Under(LimitDefaults plan) => this with
    {
        Policy = Policy ?? plan.Policy,
        OverdraftLimit = OverdraftLimit ?? plan.OverdraftLimit,
        CapturesBeyondHold = CapturesBeyondHold ?? plan.CapturesBeyondHold,
        Caps = [.. Caps, .. plan.Caps],
    };

    /// <summary>The caps that an event counts against, each counter once.</summary>
    /// <param name="type">The type of credits it burns.</param>
    /// <param name="meter">The event's meter.</param>
    /// <param name="member">The member who used it; null when nobody is named.</param>
    /// <param name="time">When it counts.</param>
    /// <param name="calendar">The account's calendar, by which windows begin.</param>
    public ImmutableArray<CapUse> UsesOf(CreditType type, string meter, string? member, DateTimeOffset time, Calendar calendar)
    {
        if (Caps.IsEmpty) return [];

        var uses = ImmutableArray.CreateBuilder<CapUse>();
        foreach (var cap in Caps)
        {
            if (cap.CounterFor(type, meter, member) is not { } counter) continue;
            var use = new CapUse(counter, cap.Window.StartOf(time, calendar));
            if (!uses.Contains(use)) uses.Add(use);
        }

        return uses.DrainToImmutable();
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(LimitSettings? other) =>
        other is not null && Policy == other.Policy && OverdraftLimit == other.OverdraftLimit && CapturesBeyondHold == other.CapturesBeyondHold && Paused == other.Paused
        && PausedMembers.AsSpan().SequenceEqual(other.PausedMembers.AsSpan()) && Caps.AsSpan().SequenceEqual(other.Caps.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Policy, OverdraftLimit, CapturesBeyondHold, Paused, PausedMembers.Length, Caps.Length);
}
