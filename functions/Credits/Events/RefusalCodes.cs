namespace Credits.Events;

/// <summary>The stable codes of everything that keeps an event or a grant from being booked.</summary>
public static class RefusalCodes
{
    /// <summary>The message is not JSON.</summary>
    public const string NotJson = "not-json";

    /// <summary>The message is JSON but not a CloudEvents 1.0 usage event.</summary>
    public const string NotAnEvent = "not-an-event";

    /// <summary>The event is larger than one may be.</summary>
    public const string TooLarge = "event-too-large";

    /// <summary>The subject is not an account id.</summary>
    public const string InvalidSubject = "invalid-subject";

    /// <summary>The event is older than the dedupe window, so it can't be proven new.</summary>
    public const string TooOld = "event-too-old";

    /// <summary>The event's time lies in the future.</summary>
    public const string InFuture = "event-in-future";

    /// <summary>No account has the subject's id.</summary>
    public const string UnknownAccount = "unknown-account";

    /// <summary>The account's rate card does not exist or has no version in force at the event's time.</summary>
    public const string NoRateCard = "no-rate-card";

    /// <summary>The rate card has no rate for the meter.</summary>
    public const string UnknownMeter = "unknown-meter";

    /// <summary>The rate card has rates for the meter, but none whose conditions the event meets.</summary>
    public const string NoMatchingRate = "no-matching-rate";

    /// <summary>The event lacks a quantity its rate is priced by.</summary>
    public const string MissingQuantity = "missing-quantity";

    /// <summary>A quantity is not a number, negative, too large or too fine.</summary>
    public const string InvalidQuantity = "invalid-quantity";

    /// <summary>The charge, or the account's totals with it, would be beyond what an amount can hold.</summary>
    public const string AmountOutOfRange = "amount-out-of-range";

    /// <summary>The account keeps as many counters for tiers and included units as it may.</summary>
    public const string TooManyCounters = "too-many-counters";

    /// <summary>The account has as many open grants as it may.</summary>
    public const string TooManyOpenGrants = "too-many-open-grants";

    /// <summary>The account has fewer credits available than are to be held.</summary>
    public const string InsufficientCredits = "insufficient-credits";

    /// <summary>The account has as many open holds as it may.</summary>
    public const string TooManyHolds = "too-many-holds";

    /// <summary>The entry is no debit, so there is nothing to reverse.</summary>
    public const string NotADebit = "not-a-debit";

    /// <summary>The account, or what prices it, is stored in a state that can't be worked with, or the store takes no more of it. Trying again mends nothing; somebody has to.</summary>
    public const string AccountFault = "account-fault";

    /// <summary>The identity was booked before with other content.</summary>
    public const string Conflict = "conflict";
}
