using System.Net;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;
using static Credits.Local.Tests.Cosmos.Documents;

namespace Credits.Local.Tests.Cosmos;

public sealed class ItemTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    [Fact]
    public async Task A_created_item_is_read_back_with_its_system_properties()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", "\"plan\":{\"name\":\"pro ä\"}");
        created.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var found = await container.Find("one");
        var body = await found.Body();
        ((string)body["plan"]!["name"]!).ShouldBe("pro ä");
        ((string)body["_etag"]!).ShouldBe(found.Headers.ETag);
        ((long)body["_ts"]!).ShouldBe(cosmos.Clock.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_unknown_item_is_not_found()
    {
        var container = await cosmos.NewContainer();
        using var found = await container.Find("nobody");
        found.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_item_of_another_partition_is_not_found()
    {
        var container = await cosmos.NewContainer();
        using var _ = await container.Create("one", account: "a1");
        (await container.Has("one", "a2")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_item_of_an_unknown_container_is_not_found_for_that_reason()
    {
        var database = await cosmos.NewDatabase();
        var missing = await Should.ThrowAsync<CosmosException>(async () => await database.GetContainer("nowhere").ReadItemAsync<object>("one", new("a1")));
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_second_create_of_an_id_is_a_conflict()
    {
        var container = await cosmos.NewContainer();
        using var first = await container.Create("one", "\"n\":1");
        using var second = await container.Create("one", "\"n\":2");
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((int)(await (await container.Find("one")).Body())["n"]!).ShouldBe(1);
    }

    [Fact]
    public async Task An_upsert_creates_and_then_replaces()
    {
        var container = await cosmos.NewContainer();
        using var first = await container.UpsertItemStreamAsync(Item("one", "\"n\":1"), new("a1"));
        using var second = await container.UpsertItemStreamAsync(Item("one", "\"n\":2"), new("a1"));
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK));
        ((int)(await (await container.Find("one")).Body())["n"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Every_write_changes_the_etag_even_one_that_changes_nothing()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one");
        using var replaced = await container.ReplaceItemStreamAsync(Item("one"), "one", new("a1"));
        replaced.Headers.ETag.ShouldNotBe(created.Headers.ETag);
    }

    [Fact]
    public async Task A_replace_with_a_stale_etag_fails_and_writes_nothing()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", "\"n\":1");
        using var second = await container.ReplaceItemStreamAsync(Item("one", "\"n\":2"), "one", new("a1"), new() { IfMatchEtag = created.Headers.ETag });
        using var stale = await container.ReplaceItemStreamAsync(Item("one", "\"n\":3"), "one", new("a1"), new() { IfMatchEtag = created.Headers.ETag });
        (second.StatusCode, stale.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed));
        ((int)(await (await container.Find("one")).Body())["n"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_delete_with_a_stale_etag_deletes_nothing()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one");
        using var stale = await container.DeleteItemStreamAsync("one", new("a1"), new() { IfMatchEtag = "\"another\"" });
        using var deleted = await container.DeleteItemStreamAsync("one", new("a1"), new() { IfMatchEtag = created.Headers.ETag });
        (stale.StatusCode, deleted.StatusCode).ShouldBe((HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent));
        (await container.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_read_of_a_known_etag_answers_not_modified()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one");
        using var read = await container.ReadItemStreamAsync("one", new("a1"), new() { IfNoneMatchEtag = created.Headers.ETag });
        read.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_write_answers_without_content_where_none_is_wanted()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.CreateItemStreamAsync(Item("one"), new("a1"), new() { EnableContentResponseOnWrite = false });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.ETag.ShouldNotBeNull();
        (created.Content?.Length ?? 0).ShouldBe(0);
    }

    [Theory]
    [InlineData("j:000000000001")]
    [InlineData("grant 1+2=ä&b;c")]
    [InlineData("100%")]
    public async Task An_id_with_odd_characters_names_one_item(string id)
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create(id);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await container.Has(id)).ShouldBeTrue();
        (await container.Has(Uri.UnescapeDataString(id) + "x")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a ")]
    [InlineData("")]
    public async Task An_id_the_service_could_not_read_again_is_refused(string id)
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create(id);
        created.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(1023, HttpStatusCode.Created)]
    [InlineData(1024, HttpStatusCode.BadRequest)]
    public async Task An_id_has_at_most_1023_bytes(int bytes, HttpStatusCode answer)
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create(new string('x', bytes));
        created.StatusCode.ShouldBe(answer);
    }

    [Fact]
    public async Task A_document_over_2_MB_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", $"\"text\":\"{new string('x', 2 * 1024 * 1024)}\"");
        created.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_document_whose_key_is_not_the_requests_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.CreateItemStreamAsync(Item("one", account: "a1"), new("a2"));
        created.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        created.Headers["x-ms-substatus"].ShouldBe("1001");
    }

    [Theory]
    [InlineData("9007199254740992", "9007199254740992")] // 2^53
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-9007199254740993", "-9007199254740992")]
    [InlineData("12345678901234567.89", "12345678901234568")]
    [InlineData("1.10", "1.1")]
    [InlineData("1e3", "1000")]
    [InlineData("0.1", "0.1")]
    public async Task A_number_comes_back_as_a_double_holds_it(string sent, string read)
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", $"\"n\":{sent},\"deep\":[{{\"n\":{sent}}}]");
        var body = await (await container.Find("one")).Body();
        (body["n"]!.ToJsonString(), body["deep"]![0]!["n"]!.ToJsonString()).ShouldBe((read, read));
    }

    [Fact]
    public async Task A_number_beyond_every_double_is_refused()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", "\"n\":1e999");
        created.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task System_properties_that_a_client_sends_are_replaced()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", "\"_etag\":\"mine\",\"_ts\":1");
        ((string)(await (await container.Find("one")).Body())["_etag"]!).ShouldBe(created.Headers.ETag);
    }
}
