namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Accounts_should(RunningStack running)
{
    private readonly string _account = $"account-{Guid.NewGuid():N}";

    [Fact]
    public async Task Be_opened_by_the_first_PUT_and_found_from_then_on()
    {
        (await Get()).ShouldBeProblem(404, "unknown-account");

        (await Put("""{"name":"Ada"}""")).ShouldBe(201);

        (await Put("""{"name":"Ada"}""")).ShouldBe(200);
        var account = (await Get()).ShouldBe(200);
        account["id"]!.GetValue<string>().ShouldBe(_account);
        account["name"]!.GetValue<string>().ShouldBe("Ada");
        account["rateCard"].ShouldBeNull("none is named");
        account["repaysOverdraft"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Keep_the_settings_that_a_change_leaves_out()
    {
        await Put("""{"name":"Ada","repaysOverdraft":false}""");

        await Put("""{"rateCard":"other"}""");

        var account = (await Get()).ShouldBe(200);
        account["name"]!.GetValue<string>().ShouldBe("Ada");
        account["repaysOverdraft"]!.GetValue<bool>().ShouldBeFalse();
        account["rateCard"]!.GetValue<string>().ShouldBe("other");
    }

    [Fact]
    public async Task Change_only_when_they_are_still_as_the_caller_saw_them()
    {
        await Put("""{"name":"seen"}""");
        var seen = (await Get()).Headers["ETag"];
        var changed = await Put("""{"name":"changed by somebody"}""");

        (await Put("""{"name":"lost"}""", ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");
        (await Get()).Json["name"]!.GetValue<string>().ShouldBe("changed by somebody");

        changed.Headers["ETag"].ShouldNotBe(seen);
        (await Put("""{"name":"mine"}""", ("If-Match", changed.Headers["ETag"]))).ShouldBe(200);
    }

    [Fact]
    public async Task Not_be_opened_by_who_expects_one_to_be_there()
    {
        (await Put("{}", ("If-Match", "*"))).ShouldBeProblem(412, "precondition-failed");

        (await Get()).ShouldBeProblem(404, "unknown-account");
    }

    [Fact]
    public async Task Have_a_tag_that_bookings_leave_alone()
    {
        var opened = await Put("{}");

        await running.Api.Post($"accounts/{_account}/grants", """{"kind":"promo","amount":1}""");

        (await Get()).Headers["ETag"].ShouldBe(opened.Headers["ETag"]);
    }

    [Fact]
    public async Task Refuse_a_property_they_do_not_know_and_say_which()
    {
        var refusal = (await Put("""{"name":"Ada","ratecard":"other"}""")).ShouldBeProblem(400, "invalid-request");

        refusal.FaultyPaths.ShouldBe(["ratecard"]);
        (await Get()).ShouldBeProblem(404, "unknown-account");
    }

    [Fact]
    public async Task Tell_all_faults_at_once()
    {
        var refusal = await Put($$"""{"name":"{{new string('x', 1_000)}}","rateCard":"no card/id"}""");

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["name", "rateCard"]);
    }

    [Fact]
    public async Task Keep_their_time_zone_until_it_is_taken_away()
    {
        await Put("""{"timeZone":"Europe/Berlin"}""");
        await Put("""{"name":"Ada"}""");
        (await Get()).Json.Text("timeZone").ShouldBe("Europe/Berlin");
        (await running.Api.Get($"accounts/{_account}/journal")).List("entries")[0]["settings"]!.Text("timeZone").ShouldBe("Europe/Berlin");

        await Put("""{"timeZone":null}""");

        (await Get()).Json["timeZone"].ShouldBeNull();
        await Put("""{"timeZone":"Asia/Tokyo"}""");
        await Put("""{"timeZone":""}""");
        (await Get()).Json["timeZone"].ShouldBeNull();
        await running.Api.ShouldVerify(_account);
    }

    [Theory]
    [InlineData("\"Europe/Atlantis\"")]
    [InlineData("\"europe/berlin\"")]
    [InlineData("\"UTC+02:00\"")]
    [InlineData("-1")]
    [InlineData("1e30")]
    [InlineData("{}")]
    public async Task Refuse_what_is_no_time_zone_and_change_nothing(string zone)
    {
        await Put("""{"timeZone":"Asia/Tokyo"}""");

        (await Put($$"""{"name":"changed","timeZone":{{zone}}}""")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["timeZone"]);

        var account = (await Get()).Json;
        (account.Text("timeZone"), account["name"]).ShouldBe(("Asia/Tokyo", null));
    }

    [Fact]
    public async Task Say_where_names_of_time_zones_are_from() =>
        (await Put("""{"timeZone":"Mars"}""")).Json.Text("detail").ShouldContain("There is no time zone 'Mars' in the IANA database; name one, such as Europe/Berlin.");

    [Fact]
    public async Task Have_ids_that_stand_in_a_URL() =>
        (await running.Api.Send(HttpMethod.Put, "accounts/not%20an%20id", "{}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["accountId"]);

    private Task<ApiAnswer> Get() => running.Api.Send(HttpMethod.Get, $"accounts/{_account}");

    private Task<ApiAnswer> Put(string body, params (string Name, string Value)[] headers) =>
        running.Api.Send(HttpMethod.Put, $"accounts/{_account}", body, headers: headers);
}
