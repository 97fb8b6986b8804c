namespace Credits.Reconciling;

/// <summary>Where the books differ from a payment.</summary>
/// <param name="Kind">How.</param>
/// <param name="Payment">The payment.</param>
/// <param name="Account">The account that it names.</param>
/// <param name="Purchase">The purchase that it names.</param>
/// <param name="Detail">In words, with the numbers.</param>
public sealed record Difference(DifferenceKind Kind, string Payment, string Account, string Purchase, string Detail);

/// <summary>How the books can differ from a payment.</summary>
public enum DifferenceKind
{
    /// <summary>It has succeeded, and nothing is granted.</summary>
    PaidNotGranted,

    /// <summary>It has not succeeded, and something is granted or its purchase says that it is paid.</summary>
    GrantedNotPaid,

    /// <summary>Another amount was received than was asked, or another one granted than was bought.</summary>
    AmountDiffers,

    /// <summary>Other credits were taken back than their share of the money that went back, or the purchase says that other money did.</summary>
    TakenBackDiffers,

    /// <summary>Another payment had paid its purchase.</summary>
    PaidTwice,

    /// <summary>It is parked: somebody must look.</summary>
    Parked,
}
