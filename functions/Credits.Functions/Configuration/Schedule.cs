using NCrontab;

namespace Credits.Functions.Configuration;

/// <summary>When a timer fires, as app settings say it, read by the library that the Functions host reads it with.</summary>
/// <remarks>The host leaves out a function whose schedule it can't read, and starts without it.</remarks>
internal static class Schedule
{
    /// <summary>What a schedule must be.</summary>
    public const string Rule = "a cron expression of 5 or 6 fields, such as 0 */5 * * * *, or an interval above zero, as hh:mm:ss";

    // Seconds, and what a schedule without them has too.
    private const int FieldsWithSeconds = 6;

    /// <summary>Whether the host can read it.</summary>
    public static bool IsOne(string text) => IsInterval(text) || IsCron(text);

    // The host would read 24:00:00 as well, but as 24 days.
    private static bool IsInterval(string text) => Duration.Read(text) > TimeSpan.Zero;

    private static bool IsCron(string text)
    {
        var withSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;
        return CrontabSchedule.TryParse(text, new() { IncludingSeconds = withSeconds }) is not null;
    }
}
