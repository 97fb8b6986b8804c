using System.Globalization;

namespace Credits.Functions.Configuration;

/// <summary>A time span as app settings say it: <c>hh:mm:ss</c>, or <c>d.hh:mm:ss</c>.</summary>
internal static class Duration
{
    // .NET's usual reading takes 24:00:00 for 24 days: whoever means a day would wait for a month.
    private const string HoursOfADay = "c";

    /// <summary>Reads one; null when it is none.</summary>
    public static TimeSpan? Read(string text) => TimeSpan.TryParseExact(text.Trim(), HoursOfADay, CultureInfo.InvariantCulture, out var duration) ? duration : null;
}
