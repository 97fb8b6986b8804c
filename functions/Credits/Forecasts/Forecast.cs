using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Grants;

namespace Credits.Forecasts;

/// <summary>When an account's credits of a type run out, if it goes on burning as it did.</summary>
/// <param name="Outcome">Whether they do.</param>
/// <param name="RunsOutAt">The first moment at which an event would find nothing; null unless they run out.</param>
/// <param name="DailyBurn">The mean of what a day burned.</param>
/// <param name="Available">What an event of now can burn, whatever its meter.</param>
public sealed record Forecast(ForecastOutcome Outcome, DateTimeOffset? RunsOutAt, Credits DailyBurn, Credits Available)
{
    /// <summary>How many days back the mean looks.</summary>
    public const int MaxDays = 14;

    /// <summary>How many days ahead it looks.</summary>
    public const int Horizon = 366;

    /// <summary>What an account has, burned evenly through the days to come.</summary>
    /// <remarks>
    /// Grants that pay for some meters only are left out, what may roll over too, and what is held counts as gone, so the forecast errs on the early side. More burn never runs out later, and a grant more never sooner.
    /// </remarks>
    /// <param name="account">The account.</param>
    /// <param name="type">The type of credits.</param>
    /// <param name="burned">What it burned in some days.</param>
    /// <param name="days">How many they were; zero while no day with usage is over.</param>
    /// <param name="now">From when on.</param>
    /// <param name="coming">What plans will allot, as far as it is known.</param>
    public static Forecast Of(Account account, CreditType type, Credits burned, int days, DateTimeOffset now, IReadOnlyCollection<Grant> coming)
    {
        var available = account.AvailableTo(type, meter: null, now);
        if (days == 0) return new(ForecastOutcome.NoDayYet, null, Credits.Zero, available);

        var daily = MeanOf(burned, days);
        if (daily == Credits.Zero) return new(ForecastOutcome.NothingBurned, null, daily, available);

        ImmutableArray<Grant> grants =
        [
            .. account.OpenGrants.Where(grant => grant.CreditType == type && grant.Meters.IsEmpty)
                .Select(grant => grant with { Remaining = grant.Remaining - account.HeldOf(grant, now), Held = Credits.Zero })
                .Concat(coming.Where(grant => grant.CreditType == type && grant.Meters.IsEmpty))
                .Order(BurnOrder.Instance),
        ];
        var owed = account.Settings.RepaysOverdraft ? account.TotalsOf(type).Overdraft : Credits.Zero;
        var end = RunOut.Of(grants, daily, owed, now, now.AddDays(Horizon));
        return new(end is null ? ForecastOutcome.LastsBeyondHorizon : ForecastOutcome.RunsOut, end, daily, available);
    }

    // To the next millionth up: a forecast that is off is off on the early side.
    private static Credits MeanOf(Credits burned, int days) => Credits.FromMillionths((burned.Millionths + days - 1) / days);
}

/// <summary>Whether credits run out.</summary>
public enum ForecastOutcome
{
    /// <summary>They do, at a known moment.</summary>
    RunsOut,

    /// <summary>Not as far as the forecast looks.</summary>
    LastsBeyondHorizon,

    /// <summary>No day with usage is over yet, so nothing can be said.</summary>
    NoDayYet,

    /// <summary>Nothing was burned in the days it goes by, so nothing can be said.</summary>
    NothingBurned,
}
