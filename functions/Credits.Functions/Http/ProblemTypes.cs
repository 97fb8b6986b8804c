namespace Credits.Functions.Http;

/// <summary>The stable <c>type</c> of every problem the API answers. Programs may rely on them; titles and details are for people.</summary>
public static class ProblemTypes
{
    /// <summary>The request is not what the endpoint takes; <c>errors</c> lists every fault.</summary>
    public const string InvalidRequest = "/problems/invalid-request";

    /// <summary>The body is larger than the endpoint takes.</summary>
    public const string TooLarge = "/problems/too-large";

    /// <summary>The body is not JSON by its content type.</summary>
    public const string UnsupportedMediaType = "/problems/unsupported-media-type";

    /// <summary>No API key, or none that is known.</summary>
    public const string Unauthorized = "/problems/unauthorized";

    /// <summary>The API key lacks a scope.</summary>
    public const string MissingScope = "/problems/missing-scope";

    /// <summary>There is no account of this id.</summary>
    public const string UnknownAccount = "/problems/unknown-account";

    /// <summary>There is no grant of this id.</summary>
    public const string UnknownGrant = "/problems/unknown-grant";

    /// <summary>The grant id was granted before with other content.</summary>
    public const string GrantExists = "/problems/grant-exists";

    /// <summary>Nothing is left of the grant.</summary>
    public const string GrantClosed = "/problems/grant-closed";

    /// <summary>The account has as many open grants as it may.</summary>
    public const string TooManyOpenGrants = "/problems/too-many-open-grants";

    /// <summary>A total would be beyond what an amount can hold.</summary>
    public const string AmountOutOfRange = "/problems/amount-out-of-range";

    /// <summary>Something of the grant is set aside by a hold.</summary>
    public const string GrantHeld = "/problems/grant-held";

    /// <summary>There is no hold of this id.</summary>
    public const string UnknownHold = "/problems/unknown-hold";

    /// <summary>The hold id was used before with other content.</summary>
    public const string HoldExists = "/problems/hold-exists";

    /// <summary>The hold has ended: captured, released or lapsed.</summary>
    public const string HoldEnded = "/problems/hold-ended";

    /// <summary>The account has as many open holds as it may.</summary>
    public const string TooManyHolds = "/problems/too-many-holds";

    /// <summary>The account has fewer credits available than are needed.</summary>
    public const string InsufficientCredits = "/problems/insufficient-credits";

    /// <summary>A pause, a cap or a limit of overdraft denies it.</summary>
    public const string UsageDenied = "/problems/usage-denied";

    /// <summary>The capture costs more than its hold, and the account does not allow that.</summary>
    public const string CaptureExceedsHold = "/problems/capture-exceeds-hold";

    /// <summary>The event can't be booked; <c>detail</c> says why, with the codes dead letters have.</summary>
    public const string EventRefused = "/problems/event-refused";

    /// <summary>The account was not debited for such an event within the dedupe window.</summary>
    public const string UnknownEvent = "/problems/unknown-event";

    /// <summary>The adjustment's or conversion's id was used before with other content.</summary>
    public const string AdjustmentExists = "/problems/adjustment-exists";

    /// <summary>The debit was reversed before.</summary>
    public const string AlreadyReversed = "/problems/already-reversed";

    /// <summary>The API key is for another account.</summary>
    public const string OtherAccount = "/problems/other-account";

    /// <summary>There is no rate card, or no draft of it, of this id.</summary>
    public const string UnknownRateCard = "/problems/unknown-rate-card";

    /// <summary>The draft has faults, all listed in <c>errors</c>.</summary>
    public const string RateCardFaults = "/problems/rate-card-faults";

    /// <summary>There is no plan of this id.</summary>
    public const string UnknownPlan = "/problems/unknown-plan";

    /// <summary>There is no pack of this id.</summary>
    public const string UnknownPack = "/problems/unknown-pack";

    /// <summary>There is no promo code that can be redeemed by this name: none, none yet, or one that was withdrawn.</summary>
    public const string UnknownPromoCode = "/problems/unknown-promo-code";

    /// <summary>The promo code's end has come.</summary>
    public const string PromoCodeExpired = "/problems/promo-code-expired";

    /// <summary>As many accounts as may have redeemed the promo code.</summary>
    public const string PromoCodeExhausted = "/problems/promo-code-exhausted";

    /// <summary>The account has redeemed the promo code.</summary>
    public const string PromoCodeRedeemed = "/problems/promo-code-redeemed";

    /// <summary>The promo code is for accounts on other plans.</summary>
    public const string PromoCodeNotForPlan = "/problems/promo-code-not-for-plan";

    /// <summary>The deployment has no payment provider.</summary>
    public const string PaymentsNotSetUp = "/problems/payments-not-set-up";

    /// <summary>The payment provider refused the request.</summary>
    public const string PaymentRefused = "/problems/payment-refused";

    /// <summary>The account has no payment method of this id.</summary>
    public const string UnknownPaymentMethod = "/problems/unknown-payment-method";

    /// <summary>The purchase's id was used before with other content.</summary>
    public const string PurchaseExists = "/problems/purchase-exists";

    /// <summary>A webhook's signature is wrong, missing or too old.</summary>
    public const string InvalidSignature = "/problems/invalid-signature";

    /// <summary>There is no alert endpoint of this id.</summary>
    public const string UnknownAlertEndpoint = "/problems/unknown-alert-endpoint";

    /// <summary>There are as many alert endpoints as there may be.</summary>
    public const string TooManyAlertEndpoints = "/problems/too-many-alert-endpoints";

    /// <summary>The deployment has no mail server.</summary>
    public const string MailNotSetUp = "/problems/mail-not-set-up";

    /// <summary>There is no delivery of this id.</summary>
    public const string UnknownDelivery = "/problems/unknown-delivery";

    /// <summary>There is no dead letter of this id.</summary>
    public const string UnknownDeadLetter = "/problems/unknown-dead-letter";

    /// <summary>There is no API key of this id.</summary>
    public const string UnknownApiKey = "/problems/unknown-api-key";

    /// <summary>What If-Match names has changed.</summary>
    public const string PreconditionFailed = "/problems/precondition-failed";

    /// <summary>The idempotency key was used for another request.</summary>
    public const string IdempotencyKeyReused = "/problems/idempotency-key-reused";

    /// <summary>The first request with the idempotency key still runs.</summary>
    public const string RequestInProgress = "/problems/request-in-progress";

    /// <summary>The account, or as many others as may at a time, is being verified.</summary>
    public const string TooManyVerifications = "/problems/too-many-verifications";

    /// <summary>A store or the event hub can't take the request now; nothing keeps one from asking again.</summary>
    public const string Unavailable = "/problems/unavailable";

    /// <summary>A fault of this service.</summary>
    public const string InternalError = "/problems/internal-error";
}
