namespace Credits.Functions.Purchases;

/// <summary>Why nothing was granted for a payment. Programs may rely on the codes.</summary>
public static class ParkReasons
{
    /// <summary>The provider has no such payment or invoice.</summary>
    public const string UnknownPayment = "unknown-payment";

    /// <summary>It names an account that does not exist.</summary>
    public const string UnknownAccount = "unknown-account";

    /// <summary>It names a purchase that was never begun.</summary>
    public const string UnknownPurchase = "unknown-purchase";

    /// <summary>It names another pack than its purchase.</summary>
    public const string UnknownPack = "unknown-pack";

    /// <summary>Another amount or currency was paid than was asked.</summary>
    public const string AmountDiffers = "amount-differs";

    /// <summary>Another payment paid the purchase before.</summary>
    public const string PaidBefore = "paid-before";

    /// <summary>The account is on no plan, or on another than the invoice's subscription names.</summary>
    public const string OtherPlan = "other-plan";

    /// <summary>The account's plan grants nothing on payment.</summary>
    public const string NothingAllotted = "nothing-allotted";

    /// <summary>What would be granted for an invoice has ended already.</summary>
    public const string PeriodOver = "period-over";

    /// <summary>The account was granted something else under the payment's id.</summary>
    public const string GrantExists = "grant-exists";
}
