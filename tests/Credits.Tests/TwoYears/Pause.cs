namespace Credits.Tests.TwoYears;

/// <summary>Some time without anything happening.</summary>
internal abstract record Pause
{
    public abstract DateTimeOffset From(DateTimeOffset now);

    public sealed record Of(TimeSpan Time) : Pause
    {
        public override DateTimeOffset From(DateTimeOffset now) => now + Time;
    }

    /// <summary>Until the first moment of a day of the month, and some minutes more or less.</summary>
    public sealed record UntilDay(int Day, int Minutes) : Pause
    {
        public override DateTimeOffset From(DateTimeOffset now)
        {
            var day = DayByDay.DayOf(now).AddDays(1);
            while (day.Day != Day || DayByDay.StartOf(day).AddMinutes(Minutes) <= now) day = day.AddDays(1);
            return DayByDay.StartOf(day).AddMinutes(Minutes);
        }
    }
}
