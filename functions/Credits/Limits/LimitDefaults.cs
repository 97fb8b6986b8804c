using System.Collections.Immutable;

namespace Credits.Limits;

/// <summary>What decides whether accounts that share it may use more, where an account's own limits say nothing.</summary>
public sealed record LimitDefaults
{
    /// <summary>Nothing is said.</summary>
    public static LimitDefaults None { get; } = new();

    /// <summary>What a check answers when credits run out; null for the default.</summary>
    public LimitPolicy? Policy { get; init; }

    /// <summary>The most overdraft of a credit type; null for the default.</summary>
    public Credits? OverdraftLimit { get; init; }

    /// <summary>Whether a capture may cost more than its hold; null for the default.</summary>
    public bool? CapturesBeyondHold { get; init; }

    /// <summary>Caps that count beside the account's own: of two that concern the same, the tighter one counts.</summary>
    public ImmutableArray<Cap> Caps { get; init; } = [];

    /// <summary>Equal in every part.</summary>
    public bool Equals(LimitDefaults? other) =>
        other is not null && Policy == other.Policy && OverdraftLimit == other.OverdraftLimit && CapturesBeyondHold == other.CapturesBeyondHold
        && Caps.AsSpan().SequenceEqual(other.Caps.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Policy, OverdraftLimit, CapturesBeyondHold, Caps.Length);
}
