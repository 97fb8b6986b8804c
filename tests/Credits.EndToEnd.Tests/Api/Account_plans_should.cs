using System.Globalization;
using System.Text.Json.Nodes;

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
        await running.Api.PutOnPlan(account, trial);

        (await running.Api.Get($"accounts/{account}/plan")).ScheduledPlans().ShouldBeEmpty();
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Give_and_take_by_the_days_that_are_left()
    {
        var account = await running.Api.OpenAccount(0);
        var (small, large) = (await ByDays(100), await ByDays(900));

        var view = await running.Api.PutOnPlan(account, small);
        var share = Share(100, view);
        (await running.Api.Balance(account)).Number("granted").ShouldBe(share);
        (await running.Api.Debit(account, Call(account, "1"))).ShouldBe(201).Number("overdraft").ShouldBe(0);
        await running.Api.PutOnPlan(account, large);

        var balance = await running.Api.Balance(account);
        (balance.Number("voided"), balance.Number("available")).ShouldBe((share - 1, Share(900, view)), "what is burned is not given back");
        var journal = (await running.Api.Journal(account)).SkipWhile(entry => entry.Text("kind") != "debited").Skip(1).ToList();
        journal.Select(entry => entry.Text("kind")).ShouldBe(["configured", "voided", "unsubscribed", "subscribed", "granted"]);
        (journal[1].Text("grantId"), journal[1].Text("reason")).ShouldBe(("allotment-4", $"Left plan {small}"));
        journal[2]["subscription"]!["granted"]!.ToJsonString().ShouldBe($$"""[{"allotment":"monthly","through":"{{view.Text("periodEnd")}}","atMost":{{Plain(share - 1)}}}]""");
        await running.Api.ShouldVerify(account);

        Task<string> ByDays(int amount) => running.Api.MakePlan($$"""{"proration":"byDays","allotments":[{"id":"monthly","amount":{{amount}},"every":"P1M"}]}""");
    }

    [Theory]
    [InlineData("none", 500, 0)]
    [InlineData("byDays", 500, 499)]
    public async Task Grant_nothing_twice_to_who_goes_and_comes_back(string proration, decimal amount, decimal givenBack)
    {
        var account = await running.Api.OpenAccount(0);
        var plan = await running.Api.MakePlan($$"""{"proration":"{{proration}}","allotments":[{"id":"daily","amount":{{amount}},"every":"P1D"}]}""");
        var through = (await running.Api.PutOnPlan(account, plan)).List("granted").Single().Text("through");
        (await running.Api.Debit(account, Call(account, "1"))).ShouldBe(201).Number("overdraft").ShouldBe(0);

        await running.Api.PutOnPlan(account, null);
        (await running.Api.Balance(account)).Number("voided").ShouldBe(givenBack);
        var back = await running.Api.PutOnPlan(account, plan);

        var balance = await running.Api.Balance(account);
        (balance.Number("available"), balance.Number("granted") - balance.Number("voided")).ShouldBe((amount - 1, amount));
        back.List("granted").Single().Text("through").ShouldBe(through);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Take_over_what_the_plan_grants_by_now_and_grant_nothing_twice()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan(AccountPlans.Monthly));
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
    public async Task Not_grant_again_what_was_voided()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, plan);

        (await running.Api.Post($"accounts/{account}/grants/allotment-4/void", """{"reason":"a test"}""")).Number("voided").ShouldBe(500);
        await running.Api.PutOnPlan(account, null);
        await running.Api.PutOnPlan(account, plan);

        (await running.Api.Balance(account)).Number("granted").ShouldBe(500);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Count_for_a_check_before_anybody_has_booked_them()
    {
        var account = await running.Api.OpenAccount(0);
        var plan = await running.Api.MakePlan(AccountPlans.Monthly);
        await running.Api.PutOnPlan(account, plan, Text(AccountPlans.SoonAfterTheTimer()));
        (await Check()).Text("reason").ShouldBe("insufficient-credits");

        var check = await ApiClient.Until(Check, check => check.Text("decision") == "allowed", "the plan that is due to count");

        check.Number("available").ShouldBe(500);
        (await running.Api.KindsBooked(account)).ShouldBe(["configured", "configured"]);

        Task<JsonNode> Check() => running.Api.Get($"accounts/{account}/check?meter=image");
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
    public async Task Come_by_themselves_to_an_account_that_nobody_uses_as_of_their_moment()
    {
        var account = await running.Api.OpenAccount(0);
        var (trial, pro) = (await running.Api.MakePlan("""{"trial":{"days":7}}"""), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, trial);
        var at = Text(DateTimeOffset.UtcNow.AddSeconds(5));

        (await running.Api.PutOnPlan(account, pro, at)).Text("plan").ShouldBe(trial);
        var view = await ApiClient.Until(() => running.Api.Get($"accounts/{account}/plan"), view => view.Text("plan") == pro, "the plan that was scheduled");

        (view.Text("since"), view.ScheduledPlans().Any(), (await running.Api.Balance(account)).Number("available")).ShouldBe((at, false, 500));
        var entries = (await running.Api.Journal(account)).TakeLast(4).ToList();
        entries.Select(entry => entry.Text("kind")).ShouldBe(["configured", "unsubscribed", "subscribed", "granted"]);
        entries[3]["grant"]!.Text("effectiveAt").ShouldBe(at);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Change_while_events_are_booked_and_neither_lose_one_nor_grant_twice()
    {
        const int events = 200;
        var account = await running.Api.OpenAccount(1_000);
        var (whole, byDays) = (await running.Api.MakePlan(AccountPlans.Monthly), await running.Api.MakePlan(AccountPlans.Monthly.Replace("{\"a", "{\"proration\":\"byDays\",\"a", StringComparison.Ordinal)));

        await Task.WhenAll(
            Change(whole, byDays),
            Change(byDays, whole),
            Task.WhenAll(Enumerable.Range(0, 10).Select(debit => running.Api.Debit(account, Call(account, $"debit-{debit}")))),
            running.Send(account, Enumerable.Range(0, events).Select(i => Call(account, $"event-{i}"))));
        await running.Api.UntilDebits(account, events + 10);

        var view = await running.Api.PutOnPlan(account, byDays);
        var balance = await running.Api.Balance(account);
        (balance.Number("debits"), balance.Number("burned"), balance.Number("overdraft")).ShouldBe((events + 10, events + 10, 0));
        (balance.Number("granted") - balance.Number("voided")).ShouldBe(1_500 + Share(500, view), "each plan granted its period once");
        await running.Api.ShouldVerify(account);

        async Task Change(params string[] plans)
        {
            for (var round = 0; round < 3; round++)
                foreach (var plan in plans) (await running.Api.AskForPlan(account, plan)).ShouldBe(200);
        }
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

    // It costs 1 credit. What is used before a plan grants is not paid by what it grants.
    private static JsonObject Call(string account, string id) => Usage.Call(account, id, inputTokens: 1_000, outputTokens: 0).But("time", Text(DateTimeOffset.UtcNow));

    // Of a month by the calendar that a plan was joined in the midst of, rounded down to a millionth.
    private static decimal Share(decimal amount, JsonNode view)
    {
        var (start, since, end) = (Time(view.Text("periodStart")).Date, Time(view.Text("since")).Date, Time(view.Text("periodEnd")).Date);
        return Math.Floor(amount * 1_000_000 * (end - since).Days / (end - start).Days) / 1_000_000;
    }

    private static string Plain(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string MonthAfter(string time) => Text(Time(time).AddMonths(1));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
