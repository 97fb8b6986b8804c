namespace Credits.Rating;

/// <summary>One part of a price: so many credits per so many units of a quantity.</summary>
/// <param name="Quantity">The path of the quantity within the event's data, such as <c>inputTokens</c>; null counts each event as one unit.</param>
/// <param name="Credits">What <paramref name="Per"/> units cost; zero or more.</param>
/// <param name="Per">How many units that price buys; one or more.</param>
public sealed record Component(string? Quantity, Credits Credits, long Per = 1)
{
    /// <summary>The largest unit size.</summary>
    public const long MaxPer = 1_000_000_000;
}
