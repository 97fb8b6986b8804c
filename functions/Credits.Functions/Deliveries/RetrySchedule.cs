using Credits.Functions.Alerts;

namespace Credits.Functions.Deliveries;

/// <summary>When a delivery that was missed is tried again: soon at first, in case it was a hiccup, then less and less often.</summary>
public static class RetrySchedule
{
    // As Standard Webhooks recommends, up to where they come to about a day.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10)];

    // Up to a tenth more, so that what failed together does not come again together.
    private const double Spread = 0.1;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>How often a delivery is tried.</summary>
    public static int MaxAttempts => Pauses.Length + 1;

    /// <summary>The pause after an attempt; null when there is none after it.</summary>
    /// <param name="attempt">Which attempt was missed; the first is 1.</param>
    /// <param name="chance">Anything from 0 to 1, by which pauses differ.</param>
    /// <param name="first">The first pause, to which all others are in proportion.</param>
    public static TimeSpan? PauseAfter(int attempt, double chance, TimeSpan first) =>
        attempt < MaxAttempts ? InProportion(Pauses[attempt - 1], first) * (1 + (Spread * chance)) : null;

    /// <summary>How long a delivery that is over is not replayed; and one that is tried within as long anyway is left alone.</summary>
    /// <param name="first">The first pause between two attempts, to which this is in proportion too.</param>
    public static TimeSpan RestOf(TimeSpan first) => InProportion(Rest, first);

    private static TimeSpan InProportion(TimeSpan pause, TimeSpan first) => pause * (first / AlertOptions.DefaultRetryBase);
}
