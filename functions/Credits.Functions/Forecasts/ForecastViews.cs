using Credits.Forecasts;
using Credits.Grants;

namespace Credits.Functions.Forecasts;

/// <summary>When an account's credits run out.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment from which it looks ahead.</param>
/// <param name="Days">The days of the account's time zone, up to yesterday, whose usage it goes by.</param>
/// <param name="Forecasts">Each type of credits that ever moved.</param>
public sealed record ForecastView(string AccountId, DateTimeOffset AsOf, int Days, IReadOnlyList<CreditForecastView> Forecasts);

/// <summary>When credits of one type run out.</summary>
/// <param name="CreditType">The type.</param>
/// <param name="DailyBurn">The mean of what a day burned, to the next millionth up.</param>
/// <param name="Available">What an event of now can burn, whatever its meter.</param>
/// <param name="Outcome">Whether they run out.</param>
/// <param name="RunsOutAt">When; left out unless they do.</param>
public sealed record CreditForecastView(string CreditType, Credits DailyBurn, Credits Available, ForecastOutcome Outcome, DateTimeOffset? RunsOutAt)
{
    internal static CreditForecastView Of(CreditType type, Forecast forecast) => new(type.Value, forecast.DailyBurn, forecast.Available, forecast.Outcome, forecast.RunsOutAt);
}
