using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Cosmos;

public sealed class QueryTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    // first is indexed, deep.n and tags are not; "none" has neither.
    private async Task<Container> Filled()
    {
        var container = await cosmos.NewContainer();
        await container.Create("one", "\"first\":1,\"kind\":\"x\",\"deep\":{\"n\":1},\"tags\":[\"red\",1,null]");
        await container.Create("two", "\"first\":2,\"kind\":\"y\",\"deep\":{\"n\":2},\"tags\":[\"blue\"]");
        await container.Create("text", "\"first\":\"2\",\"kind\":null,\"deep\":{\"n\":\"2\"},\"tags\":\"red\"");
        await container.Create("yes", "\"first\":true,\"kind\":\"xy\",\"deep\":{\"n\":true}");
        await container.Create("none", "\"other\":1");
        await container.Create("far", "\"first\":1,\"kind\":\"x\"", account: "a2");
        return container;
    }

    [Theory]
    [InlineData("c.first = 1", "one")]
    [InlineData("c.first = 1.0", "one")]
    [InlineData("c.first = '2'", "text")]
    [InlineData("c.first = true", "yes")]
    [InlineData("c.first != 2", "one text yes")]
    [InlineData("c.first <> 2", "one text yes")]
    [InlineData("c.first >= 1", "one two")]
    [InlineData("c.first > 1", "two")]
    [InlineData("c.first < 2", "one")]
    [InlineData("c.first <= '2'", "text")]
    [InlineData("NOT (c.first > 1)", "one")]
    [InlineData("NOT (c.first = 1)", "text two yes")]
    [InlineData("c.first IN (1, '2', 7)", "one text")]
    [InlineData("c.first NOT IN (1, '2')", "two yes")]
    [InlineData("c.first BETWEEN 1 AND 2", "one two")]
    [InlineData("(c.first BETWEEN 1 AND 2) AND c.kind = 'x'", "one")]
    [InlineData("IS_DEFINED(c.first)", "one text two yes")]
    [InlineData("NOT IS_DEFINED(c.first)", "none")]
    [InlineData("IS_NULL(c.kind)", "text")]
    [InlineData("NOT IS_NULL(c.kind)", "none one two yes")]
    [InlineData("c.kind = null", "text")]
    [InlineData("c.kind != null", "one two yes")]
    [InlineData("STARTSWITH(c.kind, 'x')", "one yes")]
    [InlineData("NOT STARTSWITH(c.kind, 'x')", "two")]
    [InlineData("c.deep.n = 2", "two")]
    [InlineData("c[\"deep\"]['n'] = \"2\"", "text")]
    [InlineData("c.deep.n >= 1", "one two")]
    [InlineData("IS_DEFINED(c.deep.n) AND c.deep.n != 1", "text two yes")]
    [InlineData("ARRAY_CONTAINS(c.tags, 'red')", "one")]
    [InlineData("ARRAY_CONTAINS(c.tags, null)", "one")]
    [InlineData("ARRAY_CONTAINS(c.tags, 1)", "one")]
    [InlineData("c.id = 'two' OR c.first = 1 AND c.kind = 'x'", "one two")]
    [InlineData("(c.id = 'two' OR c.first = 1) AND c.kind = 'x'", "one")]
    [InlineData("c.accountId = 'a1' AND c._ts > 0 AND c.first = 1", "one")]
    [InlineData("c.id = 5", "")]
    public async Task A_condition_matches_as_in_Cosmos_DB(string condition, string ids)
    {
        var found = await (await Filled()).Ids($"SELECT * FROM c WHERE {condition}");
        string.Join(" ", found.Split(' ').Order(StringComparer.Ordinal)).ShouldBe(ids);
    }

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.kind = 'x'")]
    [InlineData("SELECT VALUE c FROM c WHERE c.kind = 'x'")]
    [InlineData("select * from items i where i.kind = 'x'")]
    [InlineData("SELECT * FROM items AS i WHERE i.kind = 'x'")]
    public async Task A_query_may_name_the_document_as_it_likes(string query) => (await (await Filled()).Ids(query)).ShouldBe("one");

    [Fact]
    public async Task A_query_without_a_key_sees_all_partitions()
    {
        var ids = await (await Filled()).Ids("SELECT * FROM c WHERE c.kind = 'x'", account: null);
        ids.Split(' ').Order(StringComparer.Ordinal).ShouldBe(["far", "one"]);
    }

    [Fact]
    public async Task A_projection_answers_the_named_properties_and_leaves_out_missing_ones()
    {
        var container = await Filled();
        (await container.Query("SELECT c.id, c.deep.n AS n, c.tags FROM c WHERE c.id IN ('two', 'none') ORDER BY c.id DESC"))
            .ShouldBe(["{\"id\":\"two\",\"n\":2,\"tags\":[\"blue\"]}", "{\"id\":\"none\"}"]);
    }

    [Fact]
    public async Task A_value_is_answered_bare_and_not_at_all_where_it_is_missing() =>
        (await (await Filled()).Query("SELECT VALUE c.first FROM c WHERE c.id IN ('one', 'none')")).ShouldBe(["1"]);

    [Fact]
    public async Task A_count_counts_what_matches() => (await (await Filled()).Query("SELECT VALUE COUNT(1) FROM c WHERE IS_DEFINED(c.kind)")).ShouldBe(["4"]);

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.first >= 0 ORDER BY c.first", "n3 n5 n9")]
    [InlineData("SELECT * FROM c WHERE c.first >= 0 ORDER BY c.first DESC", "n9 n5 n3")]
    [InlineData("SELECT * FROM c ORDER BY c.first", "none n3 n5 n9")]
    [InlineData("SELECT * FROM c ORDER BY c.first DESC", "n9 n5 n3 none")]
    [InlineData("SELECT TOP 1 * FROM c WHERE c.first <= 5 ORDER BY c.first DESC", "n5")]
    [InlineData("SELECT * FROM c WHERE c.first >= 0 ORDER BY c.first OFFSET 1 LIMIT 1", "n5")]
    [InlineData("SELECT TOP 0 * FROM c", "")]
    public async Task An_order_is_kept(string query, string ids)
    {
        var container = await cosmos.NewContainer();
        foreach (var n in new[] { 5, 3, 9 }) await container.Create($"n{n}", $"\"first\":{n}");
        await container.Create("none");
        (await container.Ids(query)).ShouldBe(ids);
    }

    [Fact]
    public async Task Parameters_are_values_and_never_text_of_the_query()
    {
        var query = new QueryDefinition("SELECT VALUE c.id FROM c WHERE c.first = @n AND c.kind = @kind").WithParameter("@n", 1).WithParameter("@kind", "x");
        (await (await Filled()).Query(query)).ShouldBe(["\"one\""]);

        var sly = new QueryDefinition("SELECT VALUE c.id FROM c WHERE c.kind = @kind").WithParameter("@kind", "x' OR 1 = 1 --");
        (await (await Filled()).Query(sly)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.kind = 'p' ORDER BY c.first")]
    [InlineData("SELECT * FROM c WHERE c.kind = 'p' ORDER BY c.first DESC")]
    [InlineData("SELECT * FROM c WHERE c.kind = 'p' ORDER BY c.kind")]
    [InlineData("SELECT * FROM c WHERE c.kind = 'p'")]
    [InlineData("SELECT TOP 20 * FROM c WHERE c.kind = 'p' ORDER BY c.first")]
    public async Task Paging_neither_skips_nor_repeats_while_others_insert_and_delete(string query)
    {
        const int Before = 20;
        const int PageSize = 3;
        var container = await cosmos.NewContainer();
        for (var i = 0; i < Before; i++) await container.Create($"p{i:D2}", $"\"kind\":\"p\",\"first\":{(i % 2 == 0 ? i : Before - i)}");

        var (inserted, deleted) = (0, 0);
        var pages = await container.Pages(new(query), PageSize, between: async _ =>
        {
            // Of another kind, but everywhere in the order; and one that matches is deleted behind the reader's back only after all were read.
            foreach (var place in new[] { -1, 5, 100 }) await container.Create($"q{inserted++:D3}", $"\"kind\":\"q\",\"first\":{place}");
            using var gone = await container.DeleteItemStreamAsync($"q{deleted++:D3}", new("a1"));
        });

        var ids = pages.SelectMany(page => page).Select(document => (string)JsonNode.Parse(document)!["id"]!).ToList();
        ids.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Before).Select(i => $"p{i:D2}"));
        pages.ShouldAllBe(page => page.Count <= PageSize);
    }

    [Fact]
    public async Task Paging_finds_its_place_though_what_it_has_read_is_gone_and_more_came_before_it()
    {
        var container = await cosmos.NewContainer();
        for (var i = 0; i < 9; i++) await container.Create($"p{i}", $"\"kind\":\"p\",\"first\":{i}");

        var read = await container.Pages(new("SELECT VALUE c.first FROM c WHERE c.kind = 'p' ORDER BY c.first"), size: 3, between: async page =>
        {
            using var gone = await container.DeleteItemStreamAsync($"p{(page * 3) - 1}", new("a1"));
            await container.Create($"early{page}", $"\"kind\":\"p\",\"first\":{-page}");
        });

        read.SelectMany(page => page).ShouldBe(Enumerable.Range(0, 9).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_continuation_token_goes_on_in_another_iterator()
    {
        var container = await cosmos.NewContainer();
        for (var i = 0; i < 5; i++) await container.Create($"p{i}", $"\"first\":{i}");
        var options = new QueryRequestOptions { PartitionKey = new("a1"), MaxItemCount = 3 };

        using var begun = container.GetItemQueryIterator<int>("SELECT VALUE c.first FROM c ORDER BY c.first", requestOptions: options);
        var first = await begun.ReadNextAsync();
        using var resumed = container.GetItemQueryIterator<int>("SELECT VALUE c.first FROM c ORDER BY c.first", first.ContinuationToken, options);
        first.Concat(await resumed.ReadNextAsync()).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_page_is_cut_at_4_MB()
    {
        var container = await cosmos.NewContainer();
        for (var i = 0; i < 3; i++) await container.Create($"p{i}", $"\"first\":{i},\"text\":\"{new string('x', 1_800_000)}\"");
        (await container.Pages(new("SELECT * FROM c ORDER BY c.first"))).Select(page => page.Count).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_read_feed_answers_every_document_of_a_partition()
    {
        var container = await Filled();
        var ids = new List<string>();
        using var feed = container.GetItemQueryStreamIterator(requestOptions: new() { PartitionKey = new("a1"), MaxItemCount = 2 });
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            page.EnsureSuccessStatusCode();
            ids.AddRange((await page.Body())["Documents"]!.AsArray().Select(document => (string)document!["id"]!));
        }

        ids.Order(StringComparer.Ordinal).ShouldBe(["none", "one", "text", "two", "yes"]);
    }

    [Fact]
    public async Task Many_items_are_read_at_once()
    {
        var container = await Filled();
        using var answer = await container.ReadManyItemsStreamAsync([("one", new("a1")), ("far", new("a2")), ("nobody", new("a1"))]);
        answer.EnsureSuccessStatusCode();
        (await answer.Body())["Documents"]!.AsArray().Select(document => (string)document!["id"]!).Order(StringComparer.Ordinal).ShouldBe(["far", "one"]);
    }
}
