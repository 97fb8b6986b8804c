namespace Credits.Promos;

/// <summary>Why a code can't be redeemed.</summary>
public enum PromoRefusal
{
    /// <summary>There is none, or none yet, or none any more that the operator lets be redeemed: who guesses codes is told no more.</summary>
    Unknown,

    /// <summary>Its end has come.</summary>
    Expired,

    /// <summary>As many accounts as may have redeemed it.</summary>
    Exhausted,

    /// <summary>The account has redeemed it.</summary>
    Redeemed,

    /// <summary>It is for accounts on other plans.</summary>
    NotForPlan,
}
