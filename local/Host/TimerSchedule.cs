using System.Globalization;
using NCrontab;

namespace Credits.Local.Host;

/// <summary>When a timer function is due, UTC: a cron expression of five fields, of six with seconds first, or an interval.</summary>
public sealed class TimerSchedule
{
    private const int FieldsWithSeconds = 6;

    private readonly Func<DateTimeOffset, DateTimeOffset> _next;

    private TimerSchedule(Func<DateTimeOffset, DateTimeOffset> next) => _next = next;

    /// <summary>Reads a schedule as it stands in a binding.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static TimerSchedule Parse(string expression)
    {
        if (expression.Contains(':', StringComparison.Ordinal))
        {
            if (!TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) || interval <= TimeSpan.Zero) throw IsNone(expression);
            return new(last => last + interval);
        }

        var withSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;
        var schedule = CrontabSchedule.TryParse(expression, new() { IncludingSeconds = withSeconds }) ?? throw IsNone(expression);
        return new(last => new(schedule.GetNextOccurrence(last.UtcDateTime), TimeSpan.Zero));
    }

    /// <summary>The first moment after another at which it is due.</summary>
    public DateTimeOffset After(DateTimeOffset moment) => _next(moment);

    private static InvalidOperationException IsNone(string expression) =>
        new($"'{expression}' is no schedule: it must be a cron expression of five or six fields, or an interval above zero such as 00:05:00.");
}
