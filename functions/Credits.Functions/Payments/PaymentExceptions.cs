using Credits.Functions.Http;

namespace Credits.Functions.Payments;

/// <summary>The payment provider can't be asked now. Asking again with the same content is worth it and safe.</summary>
public sealed class PaymentsUnavailableException() : ProblemException(PaymentProblems.Unavailable());

/// <summary>The payment provider will not do what it was asked; asking again changes nothing.</summary>
/// <param name="code">The provider's code, such as <c>resource_missing</c>; null for none.</param>
public sealed class PaymentRefusedException(string? code) : ProblemException(PaymentProblems.Refused(code))
{
    /// <summary>The provider's code, such as <c>resource_missing</c> for a card that is gone; null for none.</summary>
    public string? Code { get; } = code;
}
