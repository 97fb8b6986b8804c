namespace Credits.Tests.TwoYears;

/// <summary>Some time without anything happening.</summary>
internal abstract record Pause
{
    /// <summary>When it is over.</summary>
    /// <param name="now">When it begins.</param>
    /// <param name="clock">What the account's days go by.</param>
    public abstract DateTimeOffset From(DateTimeOffset now, WallClock clock);

    public sealed record Of(TimeSpan Time) : Pause
    {
        public override DateTimeOffset From(DateTimeOffset now, WallClock clock) => now + Time;
    }

    /// <summary>Until the first moment of a day of the month, and some minutes more or less.</summary>
    public sealed record UntilDay(int Day, int Minutes) : Pause
    {
        public override DateTimeOffset From(DateTimeOffset now, WallClock clock)
        {
            var day = clock.DayOf(now).AddDays(1);
            while (day.Day != Day || clock.StartOf(day).AddMinutes(Minutes) <= now) day = day.AddDays(1);
            return clock.StartOf(day).AddMinutes(Minutes);
        }
    }

    /// <summary>Until clocks are set anew, and so many minutes more or less; for a month where they aren't within a year.</summary>
    public sealed record UntilClocksChange(int Minutes) : Pause
    {
        private const int DaysInYear = 366;
        private const int DaysInMonth = 31;

        public override DateTimeOffset From(DateTimeOffset now, WallClock clock)
        {
            var moment = now.AddMinutes(Math.Max(1, 1 - Minutes));
            for (var days = 0; IsAheadBy(moment) == IsAheadBy(moment.AddDays(1)); moment = moment.AddDays(1))
                if (days++ == DaysInYear) return now.AddDays(DaysInMonth);

            var before = IsAheadBy(moment);
            while (IsAheadBy(moment) == before) moment = moment.AddMinutes(1);
            return moment.AddMinutes(Minutes);

            TimeSpan IsAheadBy(DateTimeOffset at) => clock.Shows(at) - at.UtcDateTime;
        }
    }
}
