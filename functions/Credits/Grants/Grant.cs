using System.Collections.Immutable;

namespace Credits.Grants;

/// <summary>Credits given to an account under one set of conditions, and what is left of them.</summary>
public sealed record Grant
{
    /// <summary>The priority of a grant that states none; lower numbers burn first.</summary>
    public const int DefaultPriority = 100;

    /// <summary>Unique within its account; also the grant's identity: the same id is never granted twice.</summary>
    public required string Id { get; init; }

    /// <summary>Why it was granted.</summary>
    public required GrantKind Kind { get; init; }

    /// <summary>What kind of credits these are.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>What was granted; above zero.</summary>
    public required Credits Amount { get; init; }

    /// <summary>What neither burned, nor expired, nor was voided; between zero and <see cref="Amount"/>.</summary>
    public required Credits Remaining { get; init; }

    /// <summary>How much of what remains open holds have set aside.</summary>
    public Credits Held { get; init; }

    /// <summary>What remains and is not set aside.</summary>
    public Credits Free => Remaining - Held;

    /// <summary>The first moment at which it can burn.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>The first moment at which it can no longer burn; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = DefaultPriority;

    /// <summary>The only meters it pays for; empty means every meter.</summary>
    public ImmutableArray<string> Meters { get; init; } = [];

    /// <summary>The operator's own words or reference for it, such as an invoice number.</summary>
    public string? Reference { get; init; }

    /// <summary>The period of a plan's allotment that it is for; null for any other grant.</summary>
    public AllotmentPeriod? Allotment { get; init; }

    /// <summary>What becomes of what is left at its end; null when all of it expires.</summary>
    public Rollover? Rollover { get; init; }

    /// <summary>What was paid for it; null for what was not bought through this product.</summary>
    public Money? Cost { get; init; }

    /// <summary>Whether an event at <paramref name="at"/> can burn it: effectiveAt ≤ at &lt; expiresAt.</summary>
    public bool IsUsableAt(DateTimeOffset at) => EffectiveAt <= at && !IsExpiredAt(at);

    /// <summary>Whether its end has come at <paramref name="at"/>.</summary>
    public bool IsExpiredAt(DateTimeOffset at) => ExpiresAt <= at;

    /// <summary>Whether it pays for <paramref name="meter"/>.</summary>
    public bool Admits(string meter) => Meters.IsEmpty || Meters.AsSpan().Contains(meter);

    /// <summary>Whether two grants were granted alike; what is left of them may differ.</summary>
    public bool IsSameGrantAs(Grant other) =>
        Id == other.Id && Kind == other.Kind && CreditType == other.CreditType && Amount == other.Amount && EffectiveAt == other.EffectiveAt
        && ExpiresAt == other.ExpiresAt && Priority == other.Priority && Reference == other.Reference && Allotment == other.Allotment && Rollover == other.Rollover && Cost == other.Cost
        && Meters.AsSpan().SequenceEqual(other.Meters.AsSpan());

    /// <summary>Equal in every part, the remaining credits included.</summary>
    public bool Equals(Grant? other) => other is not null && Remaining == other.Remaining && Held == other.Held && IsSameGrantAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Amount, Remaining);
}
