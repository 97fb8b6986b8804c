namespace Credits.Functions.Payments;

/// <summary>Some of the payments that were begun in an interval.</summary>
/// <param name="Payments">This product's.</param>
/// <param name="Next">After which to go on; null when these were the last.</param>
public sealed record PaymentPage(IReadOnlyList<Payment> Payments, string? Next);
