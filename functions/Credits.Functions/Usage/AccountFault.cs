using System.Text.Json;

namespace Credits.Functions.Usage;

/// <summary>Tells what is wrong with one account, or with what prices it, from a store that fails: only the latter passes by itself.</summary>
internal static class AccountFault
{
    /// <summary>Whether trying again would fail again: the state contradicts itself, can't be read, or brings the code to an end that it has no answer for.</summary>
    public static bool IsOne(Exception e) =>
        e is InvalidOperationException and not ObjectDisposedException
            or FormatException or JsonException or ArithmeticException or ArgumentException or KeyNotFoundException or TimeZoneNotFoundException or NullReferenceException or IndexOutOfRangeException;
}
