using System.Collections.Immutable;

namespace Credits.Subscriptions;

/// <summary>An account's turn on a plan: since when, and how far each allotment has been granted. One that is over is remembered, so that going and coming back grants nothing twice.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Since">When it began; periods that count from the subscription count from its day.</param>
/// <param name="Granted">One for each allotment, in the plan's order; then the last that were taken out of the plan.</param>
public sealed record PlanTurn(string Plan, DateTimeOffset Since, ImmutableArray<GrantedThrough> Granted)
{
    /// <summary>How far an allotment has been granted; null when it is none of the turn's.</summary>
    public GrantedThrough? Find(string allotment)
    {
        foreach (var granted in Granted)
            if (granted.Allotment == allotment) return granted;

        return null;
    }

    /// <summary>The turn with this in the place of what it knew of the allotment.</summary>
    public PlanTurn With(GrantedThrough granted)
    {
        for (var i = 0; i < Granted.Length; i++)
            if (Granted[i].Allotment == granted.Allotment) return this with { Granted = Granted.SetItem(i, granted) };

        return this with { Granted = Granted.Add(granted) };
    }

    /// <summary>Whether something was granted for a time beyond a moment.</summary>
    public bool ReachesBeyond(DateTimeOffset moment) => ReachesTo > moment;

    /// <summary>The last moment beyond which nothing was granted; null when nothing ever was.</summary>
    public DateTimeOffset? ReachesTo => Granted.Max(granted => (DateTimeOffset?)granted.Through);

    /// <summary>Equal in every part.</summary>
    public bool Equals(PlanTurn? other) => other is not null && Plan == other.Plan && Since == other.Since && Granted.AsSpan().SequenceEqual(other.Granted.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Plan, Since, Granted.Length);
}
