using Credits.Accounts;
using Credits.Forecasts;
using Credits.Grants;

namespace Credits.Tests.Forecasts;

public sealed class Forecast_should
{
    [Fact]
    public void Go_on_with_the_mean_of_the_days()
    {
        var forecast = Of(Book.With(Given.Grant(10)).Account, burned: 12, days: 6);

        (forecast.Outcome, forecast.DailyBurn, forecast.Available, forecast.RunsOutAt).ShouldBe((ForecastOutcome.RunsOut, Credits.Of(2), Credits.Of(10), Given.Noon.AddDays(5)));
    }

    [Fact]
    public void Round_the_mean_up_to_a_millionth() =>
        Of(Book.With(Given.Grant(10)).Account, burned: 1, days: 3).DailyBurn.ShouldBe(Credits.Of(0.333334m));

    [Fact]
    public void Say_nothing_while_no_day_is_over()
    {
        var forecast = Of(Book.With(Given.Grant(10)).Account, burned: 0, days: 0);

        (forecast.Outcome, forecast.RunsOutAt, forecast.Available).ShouldBe((ForecastOutcome.NoDayYet, null, Credits.Of(10)));
    }

    [Fact]
    public void Say_nothing_when_nothing_was_burned()
    {
        var forecast = Of(Book.With(Given.Grant(10)).Account, burned: 0, days: 14);

        (forecast.Outcome, forecast.RunsOutAt).ShouldBe((ForecastOutcome.NothingBurned, null));
    }

    [Fact]
    public void Say_that_there_is_enough_for_as_far_as_it_looks() =>
        Of(Book.With(Given.Grant(1_000)).Account, burned: 1, days: 1).Outcome.ShouldBe(ForecastOutcome.LastsBeyondHorizon);

    [Fact]
    public void Leave_out_what_is_held_or_pays_for_some_meters_only()
    {
        var book = Book.With(Given.Grant(10), Given.Grant(50, "narrow", meters: "image")).Hold(4);

        Of(book.Account, burned: 2, days: 1).RunsOutAt.ShouldBe(Given.Noon.AddDays(3));
    }

    [Fact]
    public void Leave_out_other_types_of_credits() =>
        Of(Book.With(Given.Grant(10), Given.Grant(50, "other", type: Given.Premium)).Account, burned: 2, days: 1).RunsOutAt.ShouldBe(Given.Noon.AddDays(5));

    [Fact]
    public void Count_on_what_a_plan_will_allot_before_credits_run_out() =>
        Of(Book.With(Given.Grant(30)).Account, burned: 10, days: 1, Given.Grant(20, "allotment-9", GrantKind.Allotment, from: Given.Noon.AddDays(2), until: Given.Noon.AddDays(33)))
            .RunsOutAt.ShouldBe(Given.Noon.AddDays(5));

    [Fact]
    public void Run_out_before_an_allotment_that_comes_too_late() =>
        Of(Book.With(Given.Grant(30)).Account, burned: 10, days: 1, Given.Grant(20, "allotment-9", GrantKind.Allotment, from: Given.Noon.AddDays(4)))
            .RunsOutAt.ShouldBe(Given.Noon.AddDays(3));

    private static Forecast Of(Account account, decimal burned, int days, params Grant[] coming) => Forecast.Of(account, default, Credits.Of(burned), days, Given.Noon, coming);
}
