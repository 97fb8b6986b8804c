using System.Globalization;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Trials_should(RunningStack running)
{
    [Fact]
    public async Task Schedule_what_comes_after_a_trial()
    {
        var account = await running.Api.OpenAccount(0);
        var pro = await running.Api.MakePlan(AccountPlans.Monthly);
        var trial = await running.Api.MakePlan($$$"""{"allotments":[{"id":"trial","amount":50,"every":"P1Y","lifetime":"P14D"}],"trial":{"days":14,"then":"{{{pro}}}"}}""");

        var view = await running.Api.PutOnPlan(account, trial);

        var end = Text(Time(view.Text("since")).AddDays(14));
        view.ScheduledPlans().ShouldBe([$"{end} {pro}"]);
        (await running.Api.Balance(account)).Number("available").ShouldBe(50);
        var then = (await running.Api.Get($"accounts/{account}/timeline?until={Text(Time(end).AddSeconds(1))}")).List("items").Where(item => item.Text("at") == end).ToList();
        then.Select(item => item.Text("kind")).ShouldBe(["configured", "unsubscribed", "subscribed", "granted", "expired"]);
        (then[2].Text("plan"), then[3].Text("plan"), then[3].Number("amount")).ShouldBe((pro, pro, 500));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Let_a_trial_go_on_when_its_end_is_called_off()
    {
        var account = await running.Api.OpenAccount(0);
        var trial = await running.Api.MakePlan("""{"trial":{"days":14}}""");

        (await running.Api.PutOnPlan(account, trial)).ScheduledPlans().Single().ShouldEndWith("Z -");
        await running.Api.Put($"accounts/{account}/schedule", """{"changes":[]}""");

        (await running.Api.Get($"accounts/{account}/plan")).ScheduledPlans().ShouldBeEmpty();
        (await running.Api.PutOnPlan(account, trial)).ScheduledPlans().ShouldBeEmpty("nobody has scheduled anything since");
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("periodEnd")]
    public async Task End_a_trial_that_is_asked_for_twice(string? at)
    {
        var account = await running.Api.OpenAccount(0);
        var trial = await running.Api.MakePlan("""{"trial":{"days":14}}""");
        var once = await running.Api.PutOnPlan(account, trial);

        (await running.Api.PutOnPlan(account, trial, at)).ToJsonString().ShouldBe(once.ToJsonString());
    }

    [Fact]
    public async Task End_a_trial_when_it_was_to_end_after_an_upgrade_is_called_off()
    {
        var account = await running.Api.OpenAccount(0);
        var (trial, pro) = (await running.Api.MakePlan("""{"trial":{"days":14}}"""), await running.Api.MakePlan(AccountPlans.Monthly));
        var once = await running.Api.PutOnPlan(account, trial);

        await running.Api.PutOnPlan(account, pro, "periodEnd");

        (await running.Api.PutOnPlan(account, trial)).ToJsonString().ShouldBe(once.ToJsonString());
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Go_on_with_their_days_when_the_account_comes_back()
    {
        var account = await running.Api.OpenAccount(0);
        var (trial, pro) = (await running.Api.MakePlan("""{"trial":{"days":14}}"""), await running.Api.MakePlan(AccountPlans.Monthly));
        var once = await running.Api.PutOnPlan(account, trial);

        await running.Api.PutOnPlan(account, pro);

        (await running.Api.PutOnPlan(account, trial)).ScheduledPlans().ShouldBe(once.ScheduledPlans());
        var ends = (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "subscribed" && entry["subscription"]!.Text("plan") == trial).Select(entry => entry["subscription"]!["trialEnd"]?.ToString());
        ends.ShouldBe([Text(Time(once.Text("since")).AddDays(14)), null], "the days are had once");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task End_their_period_with_their_days()
    {
        var account = await running.Api.OpenAccount(0);
        var (trial, pro) = (await running.Api.MakePlan("""{"trial":{"days":14},"period":{"every":"P1Y","anchor":"subscription"}}"""), await running.Api.MakePlan(AccountPlans.Monthly));
        var view = await running.Api.PutOnPlan(account, trial);
        var end = Text(Time(view.Text("since")).AddDays(14));

        view.Text("periodEnd").ShouldBe(end);
        (await running.Api.PutOnPlan(account, pro, "periodEnd")).ScheduledPlans().ShouldBe([$"{end} {pro}"]);
        (await running.Api.PutOnPlan(account, pro, "periodEnd")).ScheduledPlans().ShouldBe([$"{end} {pro}"], "once more is the same");
    }

    [Fact]
    public async Task Not_be_put_off_by_a_change_that_comes_after_them()
    {
        var account = await running.Api.OpenAccount(0);
        var (free, pro) = (await running.Api.MakePlan("{}"), await running.Api.MakePlan(AccountPlans.Monthly));
        var trial = await running.Api.MakePlan($$$"""{"trial":{"days":14,"then":"{{{free}}}"}}""");
        var once = await running.Api.PutOnPlan(account, trial);
        var (before, after) = (Text(Time(once.Text("since")).AddDays(7)), Text(Time(once.Text("since")).AddDays(60)));

        (await running.Api.PutOnPlan(account, pro, after)).ScheduledPlans().ShouldBe([.. once.ScheduledPlans(), $"{after} {pro}"]);
        (await running.Api.PutOnPlan(account, pro, before)).ScheduledPlans().ShouldBe([$"{before} {pro}"]);
        (await running.Api.PutOnPlan(account, pro, after)).ScheduledPlans().ShouldBe([.. once.ScheduledPlans(), $"{after} {pro}"]);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
