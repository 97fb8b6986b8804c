namespace Credits.Rating;

/// <summary>Something wrong with a rate card, and where.</summary>
/// <param name="Path">JSON path within the card, such as <c>rates[2].components[0].per</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record Fault(string Path, string Message);
