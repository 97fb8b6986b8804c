using System.Collections.Immutable;
using Credits.Burning;
using Credits.Grants;

namespace Credits.Holds;

/// <summary>Credits set aside for work whose cost is not known yet. They stay in their grants, but nothing else can burn them.</summary>
public sealed record Hold
{
    /// <summary>How many holds of an account may be open at a time.</summary>
    public const int MaxOpen = 50;

    /// <summary>The longest time a hold may be open.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    /// <summary>Unique within its account; also the hold's identity: the same id is never placed twice.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of credits are set aside.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>What it is for; null for anything, which only grants that pay for every meter can cover.</summary>
    public string? Meter { get; init; }

    /// <summary>The member of a team who uses it; null when it is nobody's in particular.</summary>
    public string? Member { get; init; }

    /// <summary>What each grant sets aside, in burn order.</summary>
    public required ImmutableArray<Portion> Portions { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The first moment at which it no longer can be captured; it lapses then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>All credits set aside; above zero.</summary>
    public Credits Amount => Portions.Aggregate(Credits.Zero, (sum, portion) => sum + portion.Amount);

    /// <summary>Whether its end has come.</summary>
    public bool IsLapsedAt(DateTimeOffset at) => ExpiresAt <= at;

    /// <summary>Equal in every part.</summary>
    public bool Equals(Hold? other) =>
        other is not null && Id == other.Id && CreditType == other.CreditType && Meter == other.Meter && Member == other.Member
        && PlacedAt == other.PlacedAt && ExpiresAt == other.ExpiresAt && Portions.AsSpan().SequenceEqual(other.Portions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, PlacedAt, ExpiresAt);
}

/// <summary>How a hold ended.</summary>
public enum HoldEnd
{
    /// <summary>Somebody gave it up.</summary>
    Released,

    /// <summary>Its time was over.</summary>
    Lapsed,

    /// <summary>An event was charged to it; what it did not need is free again.</summary>
    Captured,
}
