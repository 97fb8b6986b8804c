namespace Credits.Grants;

/// <summary>Why credits were granted. The order of the members is the order in which kinds burn, all else equal.</summary>
public enum GrantKind
{
    /// <summary>Given away; burns first so that paid credits last.</summary>
    Promo = 0,

    /// <summary>What a plan grants each period.</summary>
    Allotment = 1,

    /// <summary>A correction by the operator; burns with <see cref="Refund"/>.</summary>
    Adjustment = 2,

    /// <summary>Credits given back for usage; burns with <see cref="Adjustment"/>.</summary>
    Refund = 3,

    /// <summary>Bought.</summary>
    Purchase = 4,
}
