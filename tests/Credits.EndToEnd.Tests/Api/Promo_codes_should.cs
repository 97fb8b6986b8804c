using System.Text.Json.Nodes;
using Credits.Local.Cosmos;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Promo_codes_should(RunningStack running)
{
    private const int MaxOpenGrants = 90;

    private readonly string _code = $"T-{Guid.NewGuid():N}".ToUpperInvariant();

    [Fact]
    public async Task Be_found_and_listed_as_they_were_put_whatever_letters_are_asked_for()
    {
        var put = (await Put("""{"credits":10,"lifetime":"P30D","meters":["image"],"plans":["trial"],"validUntil":"2040-01-01T00:00:00Z","maxRedemptions":100,"description":"Fair"}""", code: _code.ToLowerInvariant())).ShouldBe(200);

        put.ToJsonString().ShouldBe($$"""{"code":"{{_code}}","credits":10,"creditType":"credits","lifetime":"P30D","priority":100,"meters":["image"],"plans":["trial"],"validUntil":"2040-01-01T00:00:00Z","maxRedemptions":100,"description":"Fair","active":true,"redeemed":0}""");
        (await running.Api.Get($"promo-codes/{_code}")).ToJsonString().ShouldBe(put.ToJsonString());
        (await All()).Select(item => item.Text("code")).ShouldContain(_code);
        (await running.Api.Send(HttpMethod.Get, $"promo-codes/{_code}-2")).ShouldBeProblem(404, "unknown-promo-code");
    }

    [Fact]
    public async Task Change_only_when_they_are_still_as_the_caller_saw_them_and_stay_redeemed()
    {
        var seen = (await Put("""{"credits":10}""")).Headers["ETag"];
        var account = await running.Api.OpenAccount(0);
        (await Redeem(account)).ShouldBe(201);

        (await Put("""{"credits":20}""", ("If-Match", seen))).ShouldBe(200).Number("redeemed").ShouldBe(1);
        (await Put("""{"credits":30}""", ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");

        (await Redeem(account)).ShouldBeProblem(409, "promo-code-redeemed");
        (await running.Api.Balance(account)).Number("granted").ShouldBe(10);
    }

    [Theory]
    [InlineData("7", "body")]
    [InlineData("{}", "credits")]
    [InlineData("""{"credits":0,"meters":[""],"plans":["no id"],"maxRedemptions":0,"validFrom":"2026-01-02T00:00:00Z","validUntil":"2026-01-01T00:00:00Z"}""", "credits meters[0] plans[0] validUntil maxRedemptions")]
    public async Task Be_refused_with_every_fault(string body, string paths)
    {
        (await Put(body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Send(HttpMethod.Get, $"promo-codes/{_code}")).ShouldBeProblem(404, "unknown-promo-code");
    }

    [Theory]
    [InlineData("promo-codes/abc", "code")]
    [InlineData("promo-codes?limit=0&cursor=no%20code&more=1", "more cursor limit")]
    public async Task Be_asked_for_by_what_can_be_one(string path, string paths) =>
        (await running.Api.Send(HttpMethod.Get, path)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

    [Fact]
    public async Task Grant_what_they_say_to_whoever_types_them()
    {
        await Put("""{"credits":10,"creditType":"premium","lifetime":"P30D","priority":5,"meters":["image"]}""");
        var account = await running.Api.OpenAccount(0);

        var grant = (await Redeem(account, _code.ToLowerInvariant())).ShouldBe(201);

        (grant.Text("id"), grant.Text("kind"), grant.Text("creditType"), grant.Number("amount"), grant.Number("priority"), grant.Text("reference"))
            .ShouldBe(($"promo-{_code}", "promo", "premium", 10, 5, $"Promo code {_code}"));
        (DateTimeOffset.Parse(grant.Text("expiresAt")) - DateTimeOffset.Parse(grant.Text("effectiveAt"))).ShouldBe(TimeSpan.FromDays(30));
        (await running.Api.Journal(account))[^1]["grant"]!.Text("id").ShouldBe($"promo-{_code}");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Answer_the_same_request_again_with_the_same_grant_and_another_with_a_conflict()
    {
        await Put("""{"credits":10,"maxRedemptions":1}""");
        var account = await running.Api.OpenAccount(0);
        var first = (await Redeem(account, headers: ("Idempotency-Key", $"1-{_code}"))).ShouldBe(201);

        (await Redeem(account, headers: ("Idempotency-Key", $"1-{_code}"))).ShouldBe(201).ToJsonString().ShouldBe(first.ToJsonString());
        (await Redeem(account, headers: ("Idempotency-Key", $"2-{_code}"))).ShouldBeProblem(409, "promo-code-redeemed");
        (await Redeem(account)).ShouldBeProblem(409, "promo-code-redeemed");

        (await running.Api.Balance(account)).Number("granted").ShouldBe(10);
    }

    [Fact]
    public async Task Stay_redeemed_when_their_grant_is_voided()
    {
        await Put("""{"credits":10}""");
        var account = await running.Api.OpenAccount(0);
        (await Redeem(account)).ShouldBe(201);
        await running.Api.Post($"accounts/{account}/grants/promo-{_code}/void", """{"reason":"abuse"}""");

        (await Redeem(account)).ShouldBeProblem(409, "promo-code-redeemed");
    }

    [Fact]
    public async Task Not_be_told_apart_from_none_before_they_begin_or_when_they_are_withdrawn()
    {
        var account = await running.Api.OpenAccount(0);
        var unknown = (await Redeem(account)).ShouldBeProblem(404, "unknown-promo-code").Json;

        foreach (var settings in (string[])["""{"credits":10,"active":false}""", """{"credits":10,"validFrom":"2040-01-01T00:00:00Z"}""", """{"credits":10,"active":false,"validUntil":"2020-01-01T00:00:00Z"}"""])
        {
            (await Put(settings)).ShouldBe(200);
            var refused = (await Redeem(account)).ShouldBeProblem(404, "unknown-promo-code").Json;
            (refused.Text("title"), refused.Text("detail")).ShouldBe((unknown.Text("title"), unknown.Text("detail")));
        }

        (await Redeem(account, "no code at all")).ShouldBeProblem(404, "unknown-promo-code");
    }

    [Fact]
    public async Task End_with_their_time()
    {
        await Put("""{"credits":10,"validUntil":"2020-01-01T00:00:00Z"}""");

        (await Redeem(await running.Api.OpenAccount(0))).ShouldBeProblem(409, "promo-code-expired");
    }

    [Fact]
    public async Task Be_only_for_accounts_on_their_plans_when_they_name_some()
    {
        var plan = $"plan-{Guid.NewGuid():N}";
        await running.Api.Put($"plans/{plan}", "{}");
        await Put($$"""{"credits":10,"plans":["{{plan}}"]}""");
        var (on, off) = (await running.Api.OpenAccount(0, settings: $$"""{"plan":"{{plan}}"}"""), await running.Api.OpenAccount(0));

        (await Redeem(on)).ShouldBe(201);
        (await Redeem(off)).ShouldBeProblem(409, "promo-code-not-for-plan");
    }

    [Fact]
    public async Task Be_redeemed_by_just_as_many_accounts_as_may_though_twice_as_many_ask_at_once()
    {
        const int accounts = 200, most = 100;
        await Put($$"""{"credits":10,"maxRedemptions":{{most}}}""");
        var names = await Task.WhenAll(Enumerable.Range(0, accounts).Select(_ => running.Api.OpenAccount(0)));

        var answers = await Task.WhenAll(names.Select(RedeemPatiently));

        answers.Count(answer => answer.Status == 201).ShouldBe(most);
        foreach (var refused in answers.Where(answer => answer.Status != 201)) refused.ShouldBeProblem(409, "promo-code-exhausted");
        var granted = await Task.WhenAll(names.Select(async name => (await running.Api.Journal(name)).Count(entry => entry["grant"]?.Text("id") == $"promo-{_code}")));
        granted.ShouldBe(answers.Select(answer => answer.Status == 201 ? 1 : 0));
        (await running.Api.Get($"promo-codes/{_code}")).Number("redeemed").ShouldBe(most);
    }

    [Fact]
    public async Task Keep_the_place_of_an_account_whose_grant_could_not_be_booked()
    {
        await Put("""{"credits":10,"maxRedemptions":1}""");
        var (failing, other) = (await running.Api.OpenAccount(0), await running.Api.OpenAccount(0));
        await FailCommitsOf(failing, async () => (await Redeem(failing, headers: ("Idempotency-Key", _code))).ShouldBeProblem(503, "unavailable"));
        (await running.Api.Get($"promo-codes/{_code}")).Number("redeemed").ShouldBe(1);

        (await Redeem(other)).ShouldBeProblem(409, "promo-code-exhausted");
        await Put("""{"credits":10,"maxRedemptions":1,"validUntil":"2020-01-01T00:00:00Z"}""");
        (await Redeem(failing, headers: ("Idempotency-Key", _code))).ShouldBe(201);

        (await running.Api.Balance(failing)).Number("granted").ShouldBe(10);
        (await running.Api.Get($"promo-codes/{_code}")).Number("redeemed").ShouldBe(1);
    }

    [Fact]
    public async Task Answer_with_the_grant_when_its_first_answer_was_lost()
    {
        await Put("""{"credits":10}""");
        var account = await running.Api.OpenAccount(0);
        var faults = running.Stack.Cosmos.Faults;
        faults.Matching = request => request.PartitionKey == account && request.Kind == CosmosRequestKind.Batch;
        faults.DropNextAnswers(1);
        try
        {
            await Redeem(account, headers: ("Idempotency-Key", _code));
        }
        finally
        {
            faults.DropNextAnswers(0);
            faults.Matching = _ => true;
        }

        (await Redeem(account, headers: ("Idempotency-Key", _code))).ShouldBe(200).Text("id").ShouldBe($"promo-{_code}");
        (await running.Api.Balance(account)).Number("granted").ShouldBe(10);
    }

    [Fact]
    public async Task Take_no_place_for_an_account_that_cannot_have_another_grant()
    {
        await Put("""{"credits":10,"maxRedemptions":1}""");
        var (full, other) = (await running.Api.OpenAccount(0), await running.Api.OpenAccount(0));
        for (var i = 0; i < MaxOpenGrants; i++) await running.Api.Post($"accounts/{full}/grants", """{"kind":"promo","amount":1}""");

        (await Redeem(full)).ShouldBeProblem(409, "too-many-open-grants");

        (await running.Api.Get($"promo-codes/{_code}")).Number("redeemed").ShouldBe(0);
        (await Redeem(other)).ShouldBe(201);
    }

    [Fact]
    public async Task Need_a_scope_each_for_reading_writing_and_redeeming()
    {
        await Put("""{"credits":10}""");
        var account = await running.Api.OpenAccount(0);
        var reader = (await running.Api.Post("api-keys", """{"name":"reader","scopes":["promo-codes:read"]}""")).Text("key");
        var customer = (await running.Api.Post("api-keys", $$"""{"name":"customer","scopes":["promo-codes:redeem"],"account":"{{account}}"}""")).Text("key");

        (await running.Api.Send(HttpMethod.Put, $"promo-codes/{_code}", """{"credits":1000}""", reader)).ShouldBeProblem(403, "missing-scope");
        (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/redeem", $$"""{"code":"{{_code}}"}""", reader)).ShouldBeProblem(403, "missing-scope");
        (await running.Api.Send(HttpMethod.Get, "promo-codes", key: reader)).ShouldBe(200);
        (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/redeem", $$"""{"code":"{{_code}}"}""", customer)).ShouldBe(201);
    }

    private Task<ApiAnswer> Put(string body, params (string, string)[] headers) => running.Api.Send(HttpMethod.Put, $"promo-codes/{_code}", body, headers: headers);

    private Task<ApiAnswer> Put(string body, string code) => running.Api.Send(HttpMethod.Put, $"promo-codes/{code}", body);

    private Task<ApiAnswer> Redeem(string account, string? code = null, params (string, string)[] headers) =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/redeem", new JsonObject { ["code"] = code ?? _code }.ToJsonString(), headers: headers);

    // As clients do: what can't be answered now is asked again.
    private async Task<ApiAnswer> RedeemPatiently(string account)
    {
        var answer = await Redeem(account);
        while (answer.Status == 503) answer = await Redeem(account);
        return answer;
    }

    private async Task<IReadOnlyList<JsonNode>> All()
    {
        var all = new List<JsonNode>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await running.Api.Get($"promo-codes?limit=2{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            all.AddRange(page.List("promoCodes"));
            cursor = page["cursor"]?.GetValue<string>();
        }

        return all;
    }

    private async Task FailCommitsOf(string account, Func<Task> act)
    {
        var faults = running.Stack.Cosmos.Faults;
        faults.Matching = request => request.PartitionKey == account && request.Kind == CosmosRequestKind.Batch;
        faults.FailNext(1_000);
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
}
