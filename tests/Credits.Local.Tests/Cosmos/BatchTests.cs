using System.Net;
using Microsoft.Azure.Cosmos;
using Shouldly;
using Xunit;
using static Credits.Local.Tests.Cosmos.Documents;

namespace Credits.Local.Tests.Cosmos;

public sealed class BatchTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    private const HttpStatusCode Aborted = HttpStatusCode.FailedDependency;
    private static readonly PartitionKey Key = new("a1");

    [Fact]
    public async Task A_batch_of_every_kind_is_applied_in_order()
    {
        var container = await cosmos.NewContainer();
        using var old = await container.Create("old", "\"n\":1");
        using var gone = await container.Create("gone");

        using var answer = await container.CreateTransactionalBatch(Key)
            .CreateItemStream(Item("new"))
            .UpsertItemStream(Item("upserted"))
            .ReplaceItemStream("old", Item("old", "\"n\":2"), new() { IfMatchEtag = old.Headers.ETag })
            .ReadItem("old")
            .DeleteItem("gone")
            .ExecuteAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Select(result => result.StatusCode).ShouldBe([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent]);
        (await new StreamReader(answer[3].ResourceStream).ReadToEndAsync()).ShouldContain("\"n\":2");
        answer[2].ETag.ShouldNotBe(old.Headers.ETag);
        (await container.Has("new")).ShouldBeTrue();
        (await container.Has("gone")).ShouldBeFalse();
    }

    public static TheoryData<string, HttpStatusCode> Failures => new()
    {
        { "create", HttpStatusCode.Conflict },
        { "replace", HttpStatusCode.NotFound },
        { "stale replace", HttpStatusCode.PreconditionFailed },
        { "stale upsert", HttpStatusCode.PreconditionFailed },
        { "read", HttpStatusCode.NotFound },
        { "delete", HttpStatusCode.NotFound },
        { "stale delete", HttpStatusCode.PreconditionFailed },
        { "wrong key", HttpStatusCode.BadRequest },
        { "bad id", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_batch_with_one_failing_operation_writes_nothing(string operation, HttpStatusCode status)
    {
        var container = await cosmos.NewContainer();
        using var there = await container.Create("there", "\"n\":1");
        var batch = container.CreateTransactionalBatch(Key).CreateItemStream(Item("before"));
        var stale = new TransactionalBatchItemRequestOptions { IfMatchEtag = "\"stale\"" };
        _ = operation switch
        {
            "create" => batch.CreateItemStream(Item("there")),
            "replace" => batch.ReplaceItemStream("nobody", Item("nobody")),
            "stale replace" => batch.ReplaceItemStream("there", Item("there", "\"n\":2"), stale),
            "stale upsert" => batch.UpsertItemStream(Item("there", "\"n\":2"), stale),
            "read" => batch.ReadItem("nobody"),
            "delete" => batch.DeleteItem("nobody"),
            "stale delete" => batch.DeleteItem("there", stale),
            "wrong key" => batch.CreateItemStream(Item("other", account: "a2")),
            _ => batch.CreateItemStream(Item("a/b")),
        };

        using var answer = await batch.CreateItemStream(Item("after")).ExecuteAsync();

        answer.StatusCode.ShouldBe(status);
        answer.Select(result => result.StatusCode).ShouldBe([Aborted, status, Aborted]);
        (await container.Has("before")).ShouldBeFalse();
        (await container.Has("after")).ShouldBeFalse();
        (await container.Find("there")).Headers.ETag.ShouldBe(there.Headers.ETag);
    }

    [Fact]
    public async Task A_batch_sees_its_own_writes()
    {
        var container = await cosmos.NewContainer();
        using var answer = await container.CreateTransactionalBatch(Key).CreateItemStream(Item("one")).CreateItemStream(Item("one")).ExecuteAsync();
        answer.Select(result => result.StatusCode).ShouldBe([Aborted, HttpStatusCode.Conflict]);
        (await container.Has("one")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task A_batch_has_at_most_100_operations(int operations, HttpStatusCode status)
    {
        var container = await cosmos.NewContainer();
        var batch = container.CreateTransactionalBatch(Key);
        for (var i = 0; i < operations; i++) batch.CreateItemStream(Item($"i{i}"));

        using var answer = await batch.ExecuteAsync();
        answer.StatusCode.ShouldBe(status);
        (await container.Has("i0")).ShouldBe(status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(3)] // 2.1 MB, each document far below the limit
    [InlineData(30)] // beyond what the web server itself takes
    public async Task A_batch_over_2_MB_is_refused(int documents)
    {
        const int DocumentBytes = 700 * 1024;
        var container = await cosmos.NewContainer();
        var batch = container.CreateTransactionalBatch(Key);
        for (var i = 0; i < documents; i++) batch.CreateItemStream(Item($"i{i}", $"\"text\":\"{new string('x', DocumentBytes)}\""));

        using var answer = await batch.ExecuteAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await container.Has("i0")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_answers_without_content_where_none_is_wanted()
    {
        var container = await cosmos.NewContainer();
        var silent = new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false };
        using var answer = await container.CreateTransactionalBatch(Key).CreateItemStream(Item("one"), silent).CreateItemStream(Item("two")).ExecuteAsync();
        answer[0].ResourceStream.ShouldBeNull();
        answer[0].ETag.ShouldNotBeNull();
        answer[1].ResourceStream.ShouldNotBeNull();
    }

    [Fact]
    public async Task Writers_that_guard_with_etags_lose_no_update()
    {
        const int Writers = 32;
        const int IncrementsEach = 10;
        var container = await cosmos.NewContainer();
        using var created = await container.Create("counter", "\"n\":0");

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var done = 0; done < IncrementsEach;)
            {
                using var read = await container.Find("counter");
                var n = (int)(await read.Body())["n"]! + 1;
                using var answer = await container.CreateTransactionalBatch(Key)
                    .ReplaceItemStream("counter", Item("counter", $"\"n\":{n}"), new() { IfMatchEtag = read.Headers.ETag })
                    .CreateItemStream(Item($"entry {n}", $"\"kind\":\"entry\",\"writer\":{writer}"))
                    .ExecuteAsync();
                if (answer.IsSuccessStatusCode) done++;
                else answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
            }
        }));

        ((int)(await (await container.Find("counter")).Body())["n"]!).ShouldBe(Writers * IncrementsEach);
        (await container.Query("SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'entry'")).ShouldBe([$"{Writers * IncrementsEach}"]);
    }
}
