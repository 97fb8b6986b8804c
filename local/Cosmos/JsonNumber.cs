using System.Buffers.Text;
using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>Numbers as the service keeps them: IEEE doubles. What would come back changed from there must come back changed from here.</summary>
internal static class JsonNumber
{
    private const int SafeDigits = 15;
    private const long LargestExact = 1L << 53;
    private const double BeyondLong = 9223372036854775808.0; // 2^63

    /// <summary>Whether a number is spelled as the service would give it back: a whole number that a double holds exactly.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> number)
    {
        if (number.ContainsAny(".eE"u8)) return false;
        return number.Length <= SafeDigits || (Utf8Parser.TryParse(number, out long whole, out var read) && read == number.Length && whole is >= -LargestExact and <= LargestExact);
    }

    /// <summary>A double as SQLite compares it: whole numbers as such, so that both spellings of one number are equal.</summary>
    public static object AsStored(double number) => double.IsInteger(number) && Math.Abs(number) < BeyondLong ? (object)(long)number : number;

    public static double Read(JsonElement number) =>
        number.GetDouble() is var read && double.IsFinite(read) ? read : throw CosmosError.BadRequest($"The number {number.GetRawText()} is beyond a double.");

    public static void Write(Utf8JsonWriter writer, double number)
    {
        if (AsStored(number) is long whole) writer.WriteNumberValue(whole);
        else writer.WriteNumberValue(number);
    }
}
