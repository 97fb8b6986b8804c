using System.Globalization;
using System.Text.Json.Nodes;
using Credits.Local.Cosmos;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Account_plans_should(RunningStack running)
{
    [Theory]
    [InlineData("/plan")]
    [InlineData("")]
    public async Task Grant_what_the_plan_allots_in_the_commit_that_names_it(string path)
    {
        var account = await running.Api.OpenAccount(0);
        var plan = await running.Api.MakePlan("""{"allotments":[{"id":"monthly","amount":500,"every":"P1M","rollover":{"maximum":250,"periods":1}}]}""");

        await running.Api.Put($"accounts/{account}{path}", $$"""{"plan":"{{plan}}"}""");

        var entries = await running.Api.Journal(account);
        entries.Select(entry => entry.Text("kind")).ShouldBe(["configured", "configured", "subscribed", "granted"]);
        entries.Skip(1).Select(entry => entry.Text("bookedAt")).Distinct().ShouldHaveSingleItem("one commit");
        var (subscribed, granted, view) = (entries[2], entries[3], await running.Api.Get($"accounts/{account}/plan"));
        var (since, end) = (view.Text("since"), view.Text("periodEnd"));
        subscribed["subscription"]!.ToJsonString().ShouldBe($$"""{"plan":"{{plan}}","since":"{{since}}","granted":[{"allotment":"monthly","through":"{{since}}"}]}""");
        (granted.Number("amount"), granted.Text("creditType")).ShouldBe((500, "credits"));
        granted["grant"]!.ToJsonString().ShouldBe(
            $$$"""{"id":"allotment-4","kind":"allotment","effectiveAt":"{{{since}}}","expiresAt":"{{{end}}}","priority":100,"meters":[]"""
            + $$$""","allotment":{"plan":"{{{plan}}}","allotment":"monthly","periodEnd":"{{{end}}}"},"rollover":{"percent":100,"maximum":250,"expiresAt":"{{{MonthAfter(end)}}}"}}""");
        view["granted"]!.ToJsonString().ShouldBe($$"""[{"allotment":"monthly","through":"{{end}}"}]""");
        (view.Text("plan"), (await running.Api.Balance(account)).Number("available")).ShouldBe((plan, 500));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Open_an_account_with_what_its_plan_allots()
    {
        var (account, plan) = ($"account-{Guid.NewGuid():N}", await running.Api.MakePlan(AccountPlans.Monthly));

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", $$"""{"plan":"{{plan}}"}""")).ShouldBe(201).Number("openGrants").ShouldBe(1);

        (await running.Api.Balance(account)).Number("available").ShouldBe(500);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Grant_what_the_plan_allots_as_it_is_now_and_not_as_it_was_when_somebody_else_came()
    {
        var plan = await running.Api.MakePlan("{}");
        var (early, late) = (await running.Api.OpenAccount(0), await running.Api.OpenAccount(0));
        await running.Api.PutOnPlan(early, plan);

        await running.Api.Put($"plans/{plan}", AccountPlans.Monthly);
        await running.Api.PutOnPlan(late, plan);

        (await running.Api.Balance(late)).Number("granted").ShouldBe(500);
    }

    [Fact]
    public async Task Repay_overdraft_with_what_the_plan_allots()
    {
        var account = await running.Api.OpenAccount(0);
        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image"))).ShouldBe(201).Number("overdraft").ShouldBe(5);

        await running.Api.PutOnPlan(account, await running.Api.MakePlan(AccountPlans.Monthly));

        var balance = await running.Api.Balance(account);
        (balance.Number("overdraft"), balance.Number("available"), balance.Number("granted")).ShouldBe((0, 495, 500));
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("now")]
    [InlineData("periodEnd")]
    [InlineData("2100-01-01T00:00:00+01:00")]
    public async Task Change_nothing_when_they_are_asked_for_again(string? at)
    {
        var account = await running.Api.OpenAccount(0);
        var (first, other) = (await running.Api.MakePlan(AccountPlans.Monthly), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, first);

        var once = await running.Api.PutOnPlan(account, other, at);
        var sequence = (await running.Api.Get($"accounts/{account}")).Number("sequence");
        var twice = await running.Api.PutOnPlan(account, other, at);

        twice.ToJsonString().ShouldBe(once.ToJsonString());
        (await running.Api.Get($"accounts/{account}/plan")).ToJsonString().ShouldBe(once.ToJsonString());
        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(sequence);
    }

    [Fact]
    public async Task Change_later_and_each_request_calls_off_what_those_before_scheduled()
    {
        var account = await running.Api.OpenAccount(0);
        var (pro, free) = (await running.Api.MakePlan(AccountPlans.Monthly), await running.Api.MakePlan("{}"));
        var end = (await running.Api.PutOnPlan(account, pro)).Text("periodEnd");

        var atEnd = await running.Api.PutOnPlan(account, free, "periodEnd");
        (atEnd.Text("plan"), atEnd.ScheduledPlans().Single()).ShouldBe((pro, $"{end} {free}"));
        (await running.Api.PutOnPlan(account, null, "2100-01-01T00:00:00Z")).ScheduledPlans().ShouldBe(["2100-01-01T00:00:00Z -"]);
        (await running.Api.PutOnPlan(account, pro)).ScheduledPlans().ShouldBeEmpty("the plan that it is on keeps it there");
        await running.Api.PutOnPlan(account, free, "2100-01-01T00:00:00Z");
        var now = await running.Api.PutOnPlan(account, free);

        (now.Text("plan"), now.ScheduledPlans().Any(), now["since"]).ShouldBe((free, false, null), "nothing is allotted by it");
        (await running.Api.Balance(account)).Number("granted").ShouldBe(500);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task End_with_the_billing_period_where_there_is_none()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        await running.Api.Put($"accounts/{account}", """{"billingDay":17}""");

        var view = await running.Api.PutOnPlan(account, plan, "periodEnd");

        view["plan"].ShouldBeNull();
        view.ScheduledPlans().ShouldBe([$"{view.Text("periodEnd")} {plan}"]);
        Time(view.Text("periodEnd")).Day.ShouldBe(17);
    }

    [Fact]
    public async Task Take_over_what_the_plan_grants_by_now_and_grant_nothing_twice()
    {
        var (account, plan) = (await running.Api.OpenAccount(0, settings: AccountPlans.FarFromMidnight), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, plan);

        await running.Api.Put($"plans/{plan}", """{"allotments":[{"id":"monthly","amount":700,"every":"P1M"},{"id":"bonus","amount":10,"creditType":"premium","every":"P1D"}]}""");
        var view = await running.Api.PutOnPlan(account, plan);

        view.List("granted").Select(granted => granted.Text("allotment")).ShouldBe(["monthly", "bonus"]);
        (await running.Api.KindsBooked(account)).Skip(4).ShouldBe(["subscribed", "granted"]);
        (await running.Api.Get($"accounts/{account}/balance")).List("balances").Select(balance => $"{balance.Text("creditType")} {balance.Number("granted")}").ShouldBe(["credits 500", "premium 10"]);
        (await running.Api.Get($"accounts/{account}/timeline?until={Text(Time(view.Text("periodEnd")).AddSeconds(1))}")).List("items")
            .Last(item => item["allotment"]?.GetValue<string>() == "monthly").Number("amount").ShouldBe(700, "from the next period on");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Count_for_a_check_before_anybody_has_booked_them()
    {
        var plan = await running.Api.MakePlan(AccountPlans.Monthly);
        await WhileNobodyFindsWhoIsDue(async () =>
        {
            var (account, scheduled, before, _) = await ApiClient.Until(ScheduleAndCheck, tried => DateTimeOffset.UtcNow < tried.At, "a check before the plan is due");
            scheduled.ShouldBe(200);
            before.Text("reason").ShouldBe("insufficient-credits");

            var check = await ApiClient.Until(() => Check(account), check => check.Text("decision") == "allowed", "the plan that is due to count");

            check.Number("available").ShouldBe(500);
            (await running.Api.KindsBooked(account)).ShouldBe(["configured", "configured"]);
        });

        async Task<(string Account, ApiAnswer Scheduled, JsonNode Check, DateTimeOffset At)> ScheduleAndCheck()
        {
            var (account, at) = (await running.Api.OpenAccount(0), DateTimeOffset.UtcNow + AccountPlans.Soon);
            return (account, await running.Api.AskForPlan(account, plan, Text(at)), await Check(account), at);
        }

        Task<JsonNode> Check(string account) => running.Api.Get($"accounts/{account}/check?meter=image");
    }

    [Fact]
    public async Task Count_for_whoever_looks_before_anybody_has_booked_them()
    {
        var plan = await running.Api.MakePlan(AccountPlans.Monthly);
        await WhileNobodyFindsWhoIsDue(async () =>
        {
            var account = await running.Api.OpenAccount(0);
            var at = Text(await AccountPlans.ScheduleSoon(at => running.Api.AskForPlan(account, plan, Text(at))));
            await ApiClient.Until(() => running.Api.Get($"accounts/{account}/check?meter=image"), check => check.Text("decision") == "allowed", "the plan that is due to count");

            (await running.Api.Balance(account)).Number("available").ShouldBe(500);
            var view = await running.Api.Get($"accounts/{account}/plan");
            (view.Text("plan"), view.Text("since"), view.ScheduledPlans().Any()).ShouldBe((plan, at, false));
            (await running.Api.Get($"accounts/{account}")).Text("plan").ShouldBe(plan);
            (await running.Api.Get($"accounts/{account}/schedule")).List("changes").ShouldBeEmpty();

            (await running.Api.Get($"accounts/{account}/balance")).Number("sequence").ShouldBe(2, "nobody has booked anything");
            (await running.Api.KindsBooked(account)).ShouldBe(["configured", "configured"]);
        });
    }

    [Fact]
    public async Task Count_for_a_check_as_the_plan_is_now_so_that_who_has_nothing_left_is_not_denied_for_ever()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        await running.Api.PutOnPlan(account, plan);
        (await Check()).Text("reason").ShouldBe("insufficient-credits");

        await running.Api.Put($"plans/{plan}", AccountPlans.Monthly);
        await ApiClient.Until(Check, check => check.Text("decision") == "allowed", "what the plan allots now");

        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image"))).ShouldBe(201);
        (await running.Api.Balance(account)).Number("granted").ShouldBe(500);

        Task<JsonNode> Check() => running.Api.Get($"accounts/{account}/check?meter=image");
    }

    [Fact]
    public async Task Reach_an_account_that_nobody_uses_when_they_are_changed()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        await running.Api.PutOnPlan(account, plan);

        await running.Api.Put($"plans/{plan}", AccountPlans.Monthly);

        await ApiClient.Until(async () => string.Join(" ", await running.Api.KindsBooked(account)), kinds => kinds == "configured configured subscribed granted", "what the plan allots now to be booked");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Come_by_themselves_to_an_account_that_nobody_uses_as_of_their_moment()
    {
        var account = await running.Api.OpenAccount(0);
        var (trial, pro) = (await running.Api.MakePlan("""{"trial":{"days":7}}"""), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, trial);
        ApiAnswer? scheduled = null;
        var at = Text(await AccountPlans.ScheduleSoon(async at => scheduled = await running.Api.AskForPlan(account, pro, Text(at))));
        scheduled!.Json.Text("plan").ShouldBe(trial);
        await ApiClient.Until(async () => (await running.Api.KindsBooked(account)).Last(), kind => kind == "granted", "what the plan that was scheduled grants to be booked");

        var view = await running.Api.Get($"accounts/{account}/plan");
        (view.Text("since"), view.ScheduledPlans().Any(), (await running.Api.Balance(account)).Number("available")).ShouldBe((at, false, 500));
        var entries = (await running.Api.Journal(account)).TakeLast(4).ToList();
        entries.Select(entry => entry.Text("kind")).ShouldBe(["configured", "unsubscribed", "subscribed", "granted"]);
        entries[3]["grant"]!.Text("effectiveAt").ShouldBe(at);
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("{}", "body")]
    [InlineData("""{"plan":7}""", "plan")]
    [InlineData("""{"plan":["pro"]}""", "plan")]
    [InlineData("""{"plan":1e30}""", "plan")]
    [InlineData("""{"plan":"never-made"}""", "plan")]
    [InlineData("""{"plan":"no plan/id"}""", "plan")]
    [InlineData("""{"plan":"../pro","at":"soon"}""", "plan at")]
    [InlineData("""{"plan":null,"at":"2020-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"plan":null,"at":"2100-01-01"}""", "at")]
    [InlineData("""{"plan":null,"at":""}""", "at")]
    [InlineData("""{"plan":null,"at":7}""", "at")]
    [InlineData("""{"plan":null,"at":1e30}""", "at")]
    [InlineData("""{"plan":null,"unheardOf":1}""", "unheardOf")]
    public async Task Name_what_is_wrong_and_change_nothing(string body, string paths)
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, plan, "periodEnd");
        var before = (await running.Api.Get($"accounts/{account}/plan")).ToJsonString();

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}/plan", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"accounts/{account}/plan")).ToJsonString().ShouldBe(before);
        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(2);
    }

    // The timer that books them does not see any.
    private async Task WhileNobodyFindsWhoIsDue(Func<Task> act)
    {
        var faults = running.Stack.Cosmos.Faults;
        faults.Matching = request => request is { Kind: CosmosRequestKind.Query, PartitionKey: null };
        faults.FailNext(int.MaxValue);
        try
        {
            await act();
        }
        finally
        {
            faults.FailNext(0);
            faults.Matching = _ => true;
        }
    }

    // It costs 1 credit. What is used before a plan grants is not paid by what it grants.
    private static JsonObject Call(string account, string id) => Usage.Call(account, id, inputTokens: 1_000, outputTokens: 0).But("time", Text(DateTimeOffset.UtcNow));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string MonthAfter(string time) => Text(Time(time).AddMonths(1));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
