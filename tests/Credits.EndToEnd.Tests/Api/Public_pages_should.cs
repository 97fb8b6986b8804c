namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Public_pages_should(RunningStack running)
{
    [Fact]
    public async Task Tell_anybody_that_everything_needed_is_reached()
    {
        // Each check has seconds, in which a busy machine may not answer.
        var health = (await ApiClient.Until(() => Get("health"), answer => answer.Status == 200, "everything to be reached")).Json;

        health["status"]!.GetValue<string>().ShouldBe("healthy");
        health["checks"]!.AsObject().ToDictionary(check => check.Key, check => check.Value!.GetValue<string>())
            .ShouldBe(new Dictionary<string, string> { ["cosmos"] = "healthy", ["tables"] = "healthy", ["blobs"] = "healthy", ["queues"] = "healthy", ["eventHubs"] = "healthy" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Describe_the_API_to_programs()
    {
        var answer = await Get("openapi.json");

        answer.ContentType.ShouldBe("application/json");
        var document = answer.ShouldBe(200);
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        document["paths"]!.AsObject().Select(path => path.Key).ShouldContain("/accounts/{accountId}/grants");
    }

    [Fact]
    public async Task Describe_the_API_to_people_without_asking_anybody_else()
    {
        var page = await Get("docs");

        page.Status.ShouldBe(200);
        page.ContentType.ShouldBe("text/html");
        page.Text.ShouldContain("/accounts/{accountId}/grants");
        page.Text.ShouldNotContain("<script");
        page.Headers["Content-Security-Policy"].ShouldContain("default-src 'none'");
    }

    private Task<ApiAnswer> Get(string path) => running.Api.Send(HttpMethod.Get, path, key: "");
}
