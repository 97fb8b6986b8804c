using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Forecasts_should(RunningStack running)
{
    [Fact]
    public async Task Tell_when_credits_run_out_by_the_days_that_are_over()
    {
        var account = await running.Api.OpenAccount(35, settings: AccountPlans.FarFromMidnight);
        foreach (var days in (int[])[1, 2, 2, 0])
            (await running.Api.Debit(account, Usage.Call(account, $"{Guid.NewGuid()}").But("type", "image").But("time", DateTimeOffset.UtcNow.AddDays(-days).ToString("O")))).ShouldBe(201);

        var forecast = await Forecast(account);

        // 15 credits in 2 days; 15 left, which is 2 days more.
        forecast.Number("days").ShouldBe(2);
        var credits = forecast.List("forecasts").Single();
        (credits.Number("dailyBurn"), credits.Number("available"), credits.Text("outcome")).ShouldBe((7.5m, 15, "runsOut"));
        credits["runsOutAt"]!.GetValue<DateTimeOffset>().ShouldBe(forecast["asOf"]!.GetValue<DateTimeOffset>().AddDays(2));
    }

    [Fact]
    public async Task Say_that_no_day_is_over_when_only_today_has_usage()
    {
        var account = await running.Api.OpenAccount(30, settings: AccountPlans.FarFromMidnight);
        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image"))).ShouldBe(201);

        var forecast = await Forecast(account);

        var credits = forecast.List("forecasts").Single();
        (forecast.Number("days"), credits.Text("outcome"), credits["runsOutAt"]).ShouldBe((0, "noDayYet", null));
    }

    // 25 hours apart: whenever it is, the date of one is not that of UTC.
    [Theory]
    [InlineData("Pacific/Kiritimati", 14)]
    [InlineData("Pacific/Pago_Pago", -11)]
    public async Task Go_by_the_days_that_are_over_in_the_accounts_time_zone(string zone, int hours)
    {
        var (account, used) = (await running.Api.OpenAccount(100), DateTimeOffset.UtcNow.AddDays(-3));
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", $$"""{"timeZone":"{{zone}}"}""")).ShouldBe(200);
        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image").But("time", used.ToString("O")))).ShouldBe(201);

        var forecast = await Forecast(account);

        // 3, unless it was midnight there meanwhile.
        forecast.Number("days").ShouldBe(Day(forecast["asOf"]!.GetValue<DateTimeOffset>()) - Day(used));

        int Day(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(TimeSpan.FromHours(hours)).Date).DayNumber;
    }

    [Fact]
    public async Task Take_no_parameters() =>
        (await running.Api.Send(HttpMethod.Get, $"accounts/{await running.Api.OpenAccount(0)}/forecast?days=-1")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["days"]);

    private Task<JsonNode> Forecast(string account) => running.Api.Get($"accounts/{account}/forecast");
}
