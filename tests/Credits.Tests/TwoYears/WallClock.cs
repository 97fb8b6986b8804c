using System.Collections.Concurrent;
using NodaTime;

namespace Credits.Tests.TwoYears;

/// <summary>A clock on a wall somewhere. All that is known of a time zone is what such a clock shows at a moment; the rest is found by watching it, minute by minute.</summary>
internal sealed class WallClock
{
    private static readonly ConcurrentDictionary<string, WallClock> All = new(StringComparer.Ordinal);

    private readonly DateTimeZone _zone;
    private readonly ConcurrentDictionary<DateOnly, DateTimeOffset> _midnights = new();

    private WallClock(string zone) => _zone = DateTimeZoneProviders.Tzdb[zone];

    /// <summary>The clock of a time zone; null for UTC.</summary>
    public static WallClock In(string? zone) => All.GetOrAdd(zone ?? "UTC", name => new(name));

    public DateTime Shows(DateTimeOffset moment) =>
        DateTime.SpecifyKind(moment.UtcDateTime + _zone.GetUtcOffset(Instant.FromDateTimeOffset(moment)).ToTimeSpan(), DateTimeKind.Unspecified);

    /// <summary>The first moment at which it shows so much, or more where it never shows just that.</summary>
    /// <param name="shown">A whole minute.</param>
    public DateTimeOffset FirstAt(DateTime shown)
    {
        // No clock is ever set by more than some hours, but for one that once left out a day.
        var moment = new DateTimeOffset(shown, TimeSpan.Zero);
        moment -= Shows(moment) - moment.UtcDateTime;
        do moment = moment.AddHours(-3);
        while (Shows(moment) >= shown);

        while (Shows(moment) < shown) moment = moment.AddMinutes(1);
        return moment;
    }

    /// <summary>The first moment of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day) => _midnights.GetOrAdd(day, wanted => FirstAt(wanted.ToDateTime(TimeOnly.MinValue)));

    /// <summary>The last day that has begun.</summary>
    public DateOnly DayOf(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime).AddDays(-2);
        while (StartOf(day.AddDays(1)) <= moment) day = day.AddDays(1);
        return day;
    }
}
