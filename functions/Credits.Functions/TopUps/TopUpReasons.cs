namespace Credits.Functions.TopUps;

/// <summary>Why nothing is bought. Programs may rely on the codes; why a card was declined is told by the provider's own.</summary>
public static class TopUpReasons
{
    /// <summary>The customer has left no card, or the one that was named is gone.</summary>
    public const string NoPaymentMethod = "no_payment_method";

    /// <summary>The provider will not charge, whatever the card.</summary>
    public const string Refused = "payment_refused";

    /// <summary>The customer did not confirm the payment in time.</summary>
    public const string NotAuthenticated = "not_authenticated";

    /// <summary>The provider could not be asked for so long that nobody knows whether it has charged. Look there before it goes on.</summary>
    public const string Uncertain = "outcome_unknown";

    /// <summary>Something was paid for which nothing could be granted; it is among the parked payments.</summary>
    public const string NotGranted = "payment_parked";

    /// <summary>A limit of the month is reached.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>The pack is not there any more, or can't be bought so often at a time.</summary>
    public const string NoOffer = "pack_not_available";

    /// <summary>The account is paused.</summary>
    public const string AccountPaused = "account_paused";

    /// <summary>An earlier purchase has not come to its end.</summary>
    public const string Unfinished = "earlier_purchase_open";
}
