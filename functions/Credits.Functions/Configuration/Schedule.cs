using System.Globalization;

namespace Credits.Functions.Configuration;

/// <summary>When a timer fires, as app settings say it.</summary>
/// <remarks>Only the shape is looked at: the Functions host alone reads what the fields say, and leaves out a function whose schedule it can't read.</remarks>
internal static class Schedule
{
    /// <summary>What a schedule must be.</summary>
    public const string Rule = "a cron expression of 5 or 6 fields, such as 0 */5 * * * *, or an interval above zero, as hh:mm:ss";

    // Without seconds, and with them before the rest.
    private const int LeastFields = 5;
    private const int MostFields = 6;

    /// <summary>Whether the text has a schedule's shape.</summary>
    public static bool IsOne(string text) => IsInterval(text) || IsCron(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsInterval(string text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero;

    private static bool IsCron(string[] fields) => fields.Length is LeastFields or MostFields && fields.All(field => field.All(IsOfCron));

    private static bool IsOfCron(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '*' or ',' or '/' or '-';
}
