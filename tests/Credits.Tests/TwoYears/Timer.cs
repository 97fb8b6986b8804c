namespace Credits.Tests.TwoYears;

/// <summary>What wakes an account up between the things that happen to it.</summary>
internal abstract record Timer
{
    /// <summary>When it next books what is due, after a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="due">What the account says is due next.</param>
    /// <param name="times">How often it came already.</param>
    public abstract DateTimeOffset NextAfter(DateTimeOffset now, DateTimeOffset? due, int times);

    /// <summary>Comes every few minutes, when something is due.</summary>
    public sealed record Punctual(int Minutes) : Timer
    {
        public override DateTimeOffset NextAfter(DateTimeOffset now, DateTimeOffset? due, int times)
        {
            // What is due and stays so, as an allotment that waits for room, is tried again each day.
            if (due is null) return DateTimeOffset.MaxValue;
            if (due <= now) return now.AddDays(1);
            var minutes = (long)Math.Ceiling((due.Value - DateTimeOffset.UnixEpoch).TotalMinutes / Minutes) * Minutes;
            return DateTimeOffset.UnixEpoch.AddMinutes(minutes);
        }
    }

    /// <summary>Sleeps for so many hours, and so on, round and round.</summary>
    public sealed record Sleepy(params int[] Hours) : Timer
    {
        public override DateTimeOffset NextAfter(DateTimeOffset now, DateTimeOffset? due, int times) => now.AddHours(Hours[times % Hours.Length]);
    }
}
