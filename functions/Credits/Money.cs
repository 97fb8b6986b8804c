using System.Buffers;

namespace Credits;

/// <summary>An amount of money in the currency's smallest unit, such as cents, as payment providers count it.</summary>
/// <param name="Amount">How many of the smallest unit; zero or more.</param>
/// <param name="Currency">Three capital letters, as ISO 4217 has them.</param>
public readonly record struct Money(long Amount, string Currency)
{
    /// <summary>The most that a payment may be: eight digits, which is the most that card networks take.</summary>
    public const long MaxAmount = 99_999_999;

    /// <summary>What a currency looks like, in words for an error message.</summary>
    public const string CurrencyRule = "three capital letters, as ISO 4217 has them, such as EUR";

    private const int CurrencyLength = 3;

    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Whether a text could be a currency.</summary>
    public static bool IsCurrency(string text) => text.Length == CurrencyLength && !text.AsSpan().ContainsAnyExcept(Capitals);
}
