using System.Net;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;
using static Credits.Local.Tests.Cosmos.Documents;

namespace Credits.Local.Tests.Cosmos;

public sealed class RefusalTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    [Theory]
    [InlineData("SELECT * FROM c JOIN t IN c.tags", "JOIN")]
    [InlineData("SELECT * FROM c WHERE (SELECT VALUE 1) = 1", "subqueries")]
    [InlineData("SELECT VALUE SUM(c.n) FROM c", "SUM")]
    [InlineData("SELECT VALUE MAX(c.n) FROM c", "MAX")]
    [InlineData("SELECT VALUE COUNT(c.n) FROM c", "COUNT(1)")]
    [InlineData("SELECT DISTINCT c.kind FROM c", "DISTINCT")]
    [InlineData("SELECT c.kind FROM c GROUP BY c.kind", "GROUP")]
    [InlineData("SELECT * FROM c WHERE c.kind LIKE 'x%'", "LIKE")]
    [InlineData("SELECT * FROM c WHERE CONTAINS(c.kind, 'x')", "CONTAINS")]
    [InlineData("SELECT * FROM c WHERE c.n + 1 = 2", "'+'")]
    [InlineData("SELECT * FROM c WHERE c.order = 1", "reserved")]
    [InlineData("SELECT * FROM c WHERE NOT c.n = 1", "parentheses")]
    [InlineData("SELECT * FROM c WHERE c.kind = 'x' AND c.n BETWEEN 1 AND 2", "parentheses")]
    [InlineData("SELECT * FROM c WHERE d.n = 1", "'d' could not be resolved")]
    [InlineData("SELECT * FROM c WHERE c.n = @missing", "@missing")]
    [InlineData("SELECT * FROM c WHERE 1 = c.n", "in this order")]
    public async Task A_query_outside_the_subset_is_refused_by_name(string query, string name)
    {
        var container = await cosmos.NewContainer();
        var refusal = await Should.ThrowAsync<CosmosException>(() => container.Query(query));
        refusal.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Message.ShouldContain(name);
    }

    [Fact]
    public async Task An_order_by_a_path_that_is_not_indexed_is_refused()
    {
        var container = await cosmos.NewContainer();
        var refusal = await Should.ThrowAsync<CosmosException>(() => container.Query("SELECT * FROM c ORDER BY c.other"));
        refusal.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Message.ShouldContain("excluded: '/other'");
    }

    [Fact]
    public async Task An_order_by_several_paths_needs_their_composite_index()
    {
        var without = await cosmos.NewContainer();
        (await Should.ThrowAsync<CosmosException>(() => without.Query("SELECT * FROM c ORDER BY c.kind, c.first DESC"))).Message.ShouldContain("composite index");

        var with = await cosmos.NewContainer(properties => properties.IndexingPolicy.CompositeIndexes.Add(
            [new() { Path = "/kind", Order = CompositePathSortOrder.Ascending }, new() { Path = "/first", Order = CompositePathSortOrder.Descending }]));
        foreach (var (kind, first) in new[] { ("b", 1), ("a", 1), ("b", 2), ("a", 2) }) await with.Create($"{kind}{first}", $"\"kind\":\"{kind}\",\"first\":{first}");

        (await with.Ids("SELECT * FROM c ORDER BY c.kind, c.first DESC")).ShouldBe("a2 a1 b2 b1");
        (await with.Ids("SELECT * FROM c ORDER BY c.kind DESC, c.first")).ShouldBe("b1 b2 a1 a2");
        (await with.Pages(new("SELECT VALUE c.id FROM c ORDER BY c.kind, c.first DESC"), size: 1)).SelectMany(page => page).ShouldBe(["\"a2\"", "\"a1\"", "\"b2\"", "\"b1\""]);
        await Should.ThrowAsync<CosmosException>(() => with.Query("SELECT * FROM c ORDER BY c.kind, c.first"));
    }

    [Fact]
    public async Task An_order_by_values_that_SQLite_sorts_otherwise_is_refused()
    {
        var container = await cosmos.NewContainer();
        await container.Create("one", "\"first\":true");
        (await Should.ThrowAsync<CosmosException>(() => container.Query("SELECT * FROM c ORDER BY c.first"))).Message.ShouldContain("neither number nor text");
    }

    [Fact]
    public async Task A_patch_is_refused()
    {
        var container = await cosmos.NewContainer();
        await container.Create("one");
        var refusal = await Should.ThrowAsync<CosmosException>(() => container.PatchItemAsync<object>("one", new("a1"), [PatchOperation.Set("/n", 1)]));
        refusal.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Message.ShouldContain("PATCH");
    }

    [Fact]
    public async Task A_patch_in_a_batch_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var answer = await container.CreateTransactionalBatch(new("a1")).PatchItem("one", [PatchOperation.Set("/n", 1)]).ExecuteAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorMessage.ShouldContain("operation type 1");
    }

    [Fact]
    public async Task Bulk_execution_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var client = cosmos.NewClient(options => options.AllowBulkExecution = true);
        var bulk = client.GetContainer(container.Database.Id, container.Id);
        using var answer = await bulk.CreateItemStreamAsync(Item("one"), new("a1"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await container.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_change_feed_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var feed = container.GetChangeFeedStreamIterator(ChangeFeedStartFrom.Beginning(), ChangeFeedMode.LatestVersion);
        using var answer = await feed.ReadNextAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorMessage.ShouldContain("change feed");
    }

    [Fact]
    public async Task A_stored_procedure_is_refused()
    {
        var container = await cosmos.NewContainer();
        var refusal = await Should.ThrowAsync<CosmosException>(() => container.Scripts.CreateStoredProcedureAsync(new("p", "function () {}")));
        refusal.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refusal.Message.ShouldContain("sprocs");
    }

    [Theory]
    [InlineData("/a/b")]
    [InlineData("/\"a b\"")]
    public async Task A_partition_key_path_of_several_names_is_refused(string path)
    {
        var database = await cosmos.NewDatabase();
        (await Should.ThrowAsync<CosmosException>(() => database.CreateContainerAsync(new("c", path)))).Message.ShouldContain("partition key");
    }

    [Fact]
    public async Task Unique_keys_are_refused()
    {
        var properties = new ContainerProperties("c", "/accountId") { UniqueKeyPolicy = new() { UniqueKeys = { new() { Paths = { "/n" } } } } };
        var database = await cosmos.NewDatabase();
        (await Should.ThrowAsync<CosmosException>(() => database.CreateContainerAsync(properties))).Message.ShouldContain("unique keys");
    }

    [Fact]
    public async Task A_request_without_authorization_is_refused()
    {
        using var http = new HttpClient();
        (await http.GetAsync(cosmos.Gateway.Url)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_request_with_another_key_is_refused()
    {
        var another = Convert.ToBase64String(new byte[64]);
        using var client = new CosmosClient(cosmos.Gateway.Url.ToString(), another, new() { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
        (await Should.ThrowAsync<CosmosException>(() => client.CreateDatabaseIfNotExistsAsync("d"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
