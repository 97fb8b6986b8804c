namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Packs_should(RunningStack running)
{
    private const string Ten = """{"name":"Ten","credits":10,"price":{"amount":1000,"currency":"EUR"},"tiers":[{"from":5,"price":900}],"bonus":{"credits":1,"lifetime":"P1M"},"lifetime":"P1Y"}""";

    private readonly string _pack = $"pack-{Guid.NewGuid():N}";

    [Fact]
    public async Task Be_found_and_listed_as_they_were_put()
    {
        (await Put(Ten)).ShouldBe(200);

        var pack = await running.Api.Get($"packs/{_pack}");
        (pack.Text("id"), pack.Text("creditType"), pack.Number("credits"), pack.Text("lifetime")).ShouldBe((_pack, "credits", 10, "P1Y"));
        pack["price"]!.ToJsonString().ShouldBe("""{"amount":1000,"currency":"EUR"}""");
        pack["tiers"]!.ToJsonString().ShouldBe("""[{"from":5,"price":900}]""");
        pack["bonus"]!.ToJsonString().ShouldBe("""{"credits":1,"lifetime":"P1M"}""");
        (await running.Api.Get("packs")).List("packs").Select(item => item.Text("id")).ShouldContain(_pack);
        (await running.Api.Send(HttpMethod.Get, $"packs/{_pack}-2")).ShouldBeProblem(404, "unknown-pack");
    }

    [Fact]
    public async Task Change_only_when_they_are_still_as_the_caller_saw_them()
    {
        var seen = (await Put(Ten)).Headers["ETag"];
        (await Put(Ten.Replace("Ten", "First", StringComparison.Ordinal), ("If-Match", seen))).ShouldBe(200);

        (await Put(Ten.Replace("Ten", "Second", StringComparison.Ordinal), ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");

        (await running.Api.Get($"packs/{_pack}")).Text("name").ShouldBe("First");
    }

    [Theory]
    [InlineData("7", "body")]
    [InlineData("{}", "name credits price")]
    [InlineData("""{"name":"Ten","credits":-1,"price":{"amount":-1,"currency":"EUR"}}""", "price.amount")]
    [InlineData("""{"name":"Ten","credits":1e30,"price":{"amount":1e30,"currency":"EUR"}}""", "credits price.amount")]
    [InlineData("""{"name":"Ten","credits":0,"price":{"amount":0,"currency":"euro"},"tiers":[{"from":1,"price":0}]}""", "credits price.amount price.currency tiers[0].from tiers[0].price")]
    public async Task Be_refused_with_every_fault(string body, string paths)
    {
        (await Put(body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Send(HttpMethod.Get, $"packs/{_pack}")).ShouldBeProblem(404, "unknown-pack");
    }

    [Fact]
    public async Task Need_a_scope_each_for_reading_and_writing()
    {
        var reader = (await running.Api.Post("api-keys", """{"name":"reader","scopes":["packs:read"]}""")).Text("key");

        (await running.Api.Send(HttpMethod.Put, $"packs/{_pack}", Ten, reader)).ShouldBeProblem(403, "missing-scope");
        (await running.Api.Send(HttpMethod.Get, "packs", key: reader)).ShouldBe(200);
    }

    private Task<ApiAnswer> Put(string body, params (string, string)[] headers) => running.Api.Send(HttpMethod.Put, $"packs/{_pack}", body, headers: headers);
}
