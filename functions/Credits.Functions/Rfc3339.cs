using System.Globalization;

namespace Credits.Functions;

/// <summary>Times as CloudEvents and the API write them: RFC 3339, always with an offset.</summary>
public static class Rfc3339
{
    private const int ShortestLength = 20; // 2026-01-01T00:00:00Z
    private const int OffsetLength = 6; // +01:00

    /// <summary>Reads a time as UTC, to 100 nanoseconds.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is { Length: >= ShortestLength }
            && text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' && text[13] == ':' && text[16] == ':'
            && (text[^1] is 'Z' or 'z' || text[^OffsetLength] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Writes a time in UTC, without trailing zeros.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
