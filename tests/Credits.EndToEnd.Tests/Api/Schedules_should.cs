using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Schedules_should(RunningStack running)
{
    [Fact]
    public async Task Keep_all_changes_the_soonest_first_once_and_until_they_are_called_off()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        var changes = $$"""
            {"changes":[
              {"at":"2100-03-01T00:00:00Z","plan":"","pin":null},
              {"at":"2100-01-01T00:00:00+01:00","plan":"{{plan}}"},
              {"at":"2100-02-01T00:00:00Z","pin":{"version":3,"until":"2101-01-01T00:00:00Z"},"caps":[{"window":"day","limit":7,"meter":"image"}]}]}
            """;

        var put = await running.Api.Put($"accounts/{account}/schedule", changes);
        (await running.Api.Put($"accounts/{account}/schedule", changes)).ToJsonString().ShouldBe(put.ToJsonString());

        put["changes"]!.ToJsonString().ShouldBe(
            $$"""[{"at":"2099-12-31T23:00:00Z","plan":"{{plan}}"},"""
            + """{"at":"2100-02-01T00:00:00Z","pin":{"version":3,"until":"2101-01-01T00:00:00Z"},"caps":[{"window":"day","limit":7,"meter":"image","eachMember":false,"setBy":"operator"}]},"""
            + """{"at":"2100-03-01T00:00:00Z","plan":"","unpin":true}]""");
        (await running.Api.Get($"accounts/{account}/schedule")).ToJsonString().ShouldBe(put.ToJsonString());
        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(2);
        (await running.Api.Journal(account))[^1]["settings"]!["scheduled"]!.ToJsonString().ShouldBe(put["changes"]!.ToJsonString());

        (await running.Api.Put($"accounts/{account}/schedule", """{"changes":[]}""")).List("changes").ShouldBeEmpty();
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Lose_the_plan_of_their_changes_but_nothing_else_to_a_change_of_plan_now()
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        await running.Api.Put($"accounts/{account}/schedule", $$"""{"changes":[{"at":"2100-01-01T00:00:00Z","plan":"{{plan}}"},{"at":"2100-02-01T00:00:00Z","plan":null,"caps":[]}]}""");

        await running.Api.Put($"accounts/{account}", $$"""{"plan":"{{plan}}"}""");

        (await running.Api.Get($"accounts/{account}/schedule"))["changes"]!.ToJsonString().ShouldBe("""[{"at":"2100-02-01T00:00:00Z","caps":[]}]""");
    }

    [Fact]
    public async Task Leave_the_end_of_a_trial_to_those_who_name_a_plan_or_call_everything_off()
    {
        var (account, free) = (await running.Api.OpenAccount(0), await running.Api.MakePlan("{}"));
        var trial = await running.Api.MakePlan($$$"""{"trial":{"days":14,"then":"{{{free}}}"}}""");
        var end = (await running.Api.PutOnPlan(account, trial)).ScheduledPlans().Single();

        (await Put("""{"at":"2100-01-01T00:00:00Z","caps":[]}""")).ShouldBe([end, "2100-01-01T00:00:00Z "]);
        (await Put("""{"at":"2100-01-01T00:00:00Z","caps":[]}""")).ShouldBe([end, "2100-01-01T00:00:00Z "], "it is the same again");
        (await Put("""{"at":"2100-02-01T00:00:00Z","pin":null}""")).ShouldBe([end, "2100-02-01T00:00:00Z "], "what names no plan is replaced");
        (await Put($$"""{"at":"2100-01-01T00:00:00Z","plan":"{{free}}"},{"at":"2100-02-01T00:00:00Z","caps":[]}""")).ShouldBe([$"2100-01-01T00:00:00Z {free}", "2100-02-01T00:00:00Z "]);
        (await Put("")).ShouldBeEmpty();

        async Task<IEnumerable<string>> Put(string changes) =>
            (await running.Api.Put($"accounts/{account}/schedule", $$"""{"changes":[{{changes}}]}""")).List("changes").Select(change => $"{change.Text("at")} {change["plan"]}");
    }

    [Fact]
    public async Task Be_replaced_only_as_they_were_seen_by_who_says_so()
    {
        var account = await running.Api.OpenAccount(0);
        var seen = (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/schedule")).Headers["ETag"];

        var first = (await Put("2100-01-01T00:00:00Z", seen)).ShouldBe(200);
        first.List("changes").Count.ShouldBe(1);
        (await Put("2100-02-01T00:00:00Z", seen)).ShouldBeProblem(412, "precondition-failed");

        var now = (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/schedule")).Headers["ETag"];
        now.ShouldBe((await running.Api.Send(HttpMethod.Get, $"accounts/{account}")).Headers["ETag"], "they are part of the account's settings");
        (await Put("2100-03-01T00:00:00Z", now)).ShouldBe(200);
        (await running.Api.Get($"accounts/{account}/schedule")).List("changes").Single().Text("at").ShouldBe("2100-03-01T00:00:00Z");

        Task<ApiAnswer> Put(string at, string ifMatch) =>
            running.Api.Send(HttpMethod.Put, $"accounts/{account}/schedule", $$"""{"changes":[{"at":"{{at}}","caps":[]}]}""", headers: ("If-Match", ifMatch));
    }

    [Fact]
    public async Task Come_by_themselves_to_an_account_that_nobody_uses()
    {
        var card = await running.Api.PublishCard("""{"rates":[{"meter":"image","components":[{"credits":10}]}]}""");
        var (account, plan) = (await running.Api.OpenAccount(100), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.Put($"accounts/{account}", $$"""{"rateCard":"{{card}}"}""");
        await running.Api.Put($"accounts/{account}/caps/own", """{"caps":[{"window":"day","limit":9}]}""");

        var first = await AccountPlans.ScheduleSoon(at => running.Api.Send(HttpMethod.Put, $"accounts/{account}/schedule", $$"""
            {"changes":[{"at":"{{SecondAfter(at)}}","plan":"{{plan}}"},{"at":"{{Text(at)}}","pin":{"version":1},"caps":[{"window":"month","limit":50}]}]}
            """));
        await ApiClient.Until(async () => (await running.Api.KindsBooked(account)).Count(), booked => booked == 9, "the changes to be booked");

        (await running.Api.Get($"accounts/{account}/schedule")).List("changes").ShouldBeEmpty();
        var settings = await running.Api.Get($"accounts/{account}");
        (settings.Text("plan"), settings["pin"]!.ToJsonString()).ShouldBe((plan, """{"version":1}"""));
        (await running.Api.Get($"accounts/{account}/caps")).List("caps").Select(cap => $"{cap.Text("setBy")} {cap.Number("limit")}").ShouldBe(["customer 9", "operator 50"], ignoreOrder: true);
        (await running.Api.Get($"accounts/{account}/plan")).Text("since").ShouldBe(SecondAfter(first));
        (await running.Api.KindsBooked(account)).Skip(4).ShouldBe(["configured", "configured", "configured", "subscribed", "granted"]);
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("{}", "body")]
    [InlineData("""{"changes":null}""", "changes")]
    [InlineData("""{"changes":{}}""", "changes")]
    [InlineData("""{"changes":[null]}""", "changes[0]")]
    [InlineData("""{"changes":[{"plan":null}]}""", "changes[0]")]
    [InlineData("""{"changes":[{"at":null,"plan":null}]}""", "changes[0].at")]
    [InlineData("""{"changes":[{"at":1e30,"plan":null}]}""", "changes[0].at")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z"}]}""", "changes[0]")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","plan":7}]}""", "changes[0].plan")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","pin":{"version":1e30}}]}""", "changes[0].pin")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","pin":{"version":-1,"until":"2099-01-01T00:00:00Z"}}]}""", "changes[0].pin.version changes[0].pin.until")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","caps":[{"window":"day","limit":-1},{"window":"day","limit":1,"meter":""}]}]}""", "changes[0].caps[0].limit changes[0].caps[1].meter")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","caps":[{"window":"day","limit":1e30}]}]}""", "changes[0].caps[0].limit")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","caps":[null]}]}""", "changes[0].caps[0]")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","billingDay":1}]}""", "changes[0].billingDay")]
    [InlineData("""{"changes":[{"at":"2100-01-01T00:00:00Z","plan":"../x"},{"at":"2100-01-01T00:00:00Z"},{"at":"2100-01-01T00:00:00Z","plan":"never-made"}]}""", "changes[0].plan changes[1] changes[2].plan")]
    [InlineData("""{"changes":[{"at":"2020-01-01T00:00:00Z","plan":null},{"at":"2100-01-01T00:00:00Z","plan":null},{"at":"2021-01-01T00:00:00Z","caps":[]}]}""", "changes[0].at changes[2].at")]
    public async Task Name_what_is_wrong_and_change_nothing(string body, string paths)
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Put($"accounts/{account}/schedule", """{"changes":[{"at":"2100-01-01T00:00:00Z","caps":[]}]}""");
        var before = (await running.Api.Get($"accounts/{account}/schedule")).ToJsonString();

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}/schedule", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"accounts/{account}/schedule")).ToJsonString().ShouldBe(before);
        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(2);
    }

    [Fact]
    public async Task Be_few()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.PutOnPlan(account, await running.Api.MakePlan("""{"trial":{"days":14}}"""));

        (await Put(20)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["changes"], "the end of the trial stays beside them");
        (await Put(0)).ShouldBe(200);
        (await Put(21)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["changes"]);
        (await Put(20)).ShouldBe(200).List("changes").Count.ShouldBe(20);
        (await running.Api.AskForPlan(account, await running.Api.MakePlan("{}"), "2100-01-01T00:00:00Z")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["at"]);

        (await running.Api.Get($"accounts/{account}/schedule")).List("changes").Count.ShouldBe(20);

        Task<ApiAnswer> Put(int changes) => running.Api.Send(
            HttpMethod.Put, $"accounts/{account}/schedule",
            new JsonObject { ["changes"] = new JsonArray([.. Enumerable.Range(0, changes).Select(i => JsonNode.Parse($$"""{"at":"2100-01-{{i + 1:00}}T00:00:00Z","caps":[]}"""))]) }.ToJsonString());
    }

    private static string SecondAfter(DateTimeOffset time) => Text(time.AddSeconds(1));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
