namespace Credits.Local.Stripe;

/// <summary>A refusal as Stripe answers it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">What kind of error.</param>
/// <param name="message">What is wrong.</param>
/// <param name="code">Which error, for programs; null for none.</param>
internal sealed class StripeError(int status, string type, string message, string? code = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Code { get; } = code;

    public static StripeError Invalid(string message, string? code = null) => new(StatusCodes.Status400BadRequest, "invalid_request_error", message, code);

    public static StripeError Missing(string what, string id) => new(StatusCodes.Status404NotFound, "invalid_request_error", $"No such {what}: '{id}'", "resource_missing");
}
