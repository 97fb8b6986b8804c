using System.Net;
using Credits.Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;
using static Credits.Local.Tests.Cosmos.Documents;

namespace Credits.Local.Tests.Cosmos;

public sealed class GatewayTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    [Fact]
    public async Task Databases_and_containers_are_created_once()
    {
        var (first, second) = (await cosmos.Client.CreateDatabaseIfNotExistsAsync("once"), await cosmos.Client.CreateDatabaseIfNotExistsAsync("once"));
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK));

        var (made, found) = (await first.Database.CreateContainerIfNotExistsAsync("c", "/accountId"), await first.Database.CreateContainerIfNotExistsAsync("c", "/accountId"));
        (made.StatusCode, found.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK));
        (await Should.ThrowAsync<CosmosException>(() => first.Database.CreateContainerAsync("c", "/accountId"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_container_says_how_it_was_defined()
    {
        var container = await cosmos.NewContainer(properties => properties.DefaultTimeToLive = 60);
        var read = (await container.ReadContainerAsync()).Resource;
        (read.PartitionKeyPath, read.DefaultTimeToLive).ShouldBe(("/accountId", 60));
        read.IndexingPolicy.IncludedPaths.Select(path => path.Path).ShouldContain("/first/?");
        read.IndexingPolicy.ExcludedPaths.Select(path => path.Path).ShouldContain("/*");
    }

    [Fact]
    public async Task A_deleted_container_takes_its_documents_along()
    {
        var container = await cosmos.NewContainer();
        await container.Create("one");
        await container.DeleteContainerAsync();
        var again = (await container.Database.CreateContainerAsync("items", "/accountId")).Container;
        (await again.Has("one")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deleted_database_is_gone()
    {
        var container = await cosmos.NewContainer();
        await container.Database.DeleteAsync();
        (await Should.ThrowAsync<CosmosException>(() => container.Database.ReadAsync())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Should.ThrowAsync<CosmosException>(() => container.ReadContainerAsync())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Documents_survive_a_restart_with_their_etags()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", "\"first\":7");
        await cosmos.Restart();

        var again = cosmos.Client.GetContainer(container.Database.Id, container.Id);
        (await again.Find("one")).Headers.ETag.ShouldBe(created.Headers.ETag);
        (await again.Ids("SELECT * FROM c WHERE c.first = 7")).ShouldBe("one");
    }

    [Fact]
    public async Task A_number_of_a_document_is_not_used_again_after_a_restart()
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one");
        using var deleted = await container.DeleteItemStreamAsync("one", new("a1"));
        await cosmos.Restart();

        using var next = await cosmos.Client.GetContainer(container.Database.Id, container.Id).Create("two");
        ((string)(await next.Body())["_rid"]!).ShouldNotBe((string)(await created.Body())["_rid"]!);
    }

    [Fact]
    public async Task Data_of_another_version_are_refused()
    {
        var directory = Directory.CreateTempSubdirectory("credits-cosmos-");
        await using (var old = new SqliteConnection($"Data Source={Path.Combine(directory.FullName, "cosmos.db")};Pooling=False"))
        {
            await old.OpenAsync();
            await using var command = old.CreateCommand();
            command.CommandText = "CREATE TABLE documents(number INTEGER PRIMARY KEY)";
            await command.ExecuteNonQueryAsync();
        }

        var refusal = await Should.ThrowAsync<InvalidDataException>(() => CosmosGateway.Start(
            directory.FullName, 0, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));
        refusal.Message.ShouldContain("Delete it");
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task An_expired_document_is_invisible_to_reads_queries_and_batches_and_can_be_created_again()
    {
        var container = await cosmos.NewContainer(properties => properties.DefaultTimeToLive = 100);
        foreach (var (id, ttl) in new[] { ("default", ""), ("short", ",\"ttl\":10"), ("ever", ",\"ttl\":-1") }) await container.Create(id, $"\"n\":0{ttl}");

        cosmos.Clock.Advance(TimeSpan.FromSeconds(9));
        (await container.Has("short")).ShouldBeTrue();
        cosmos.Clock.Advance(TimeSpan.FromSeconds(1));
        (await container.Has("short")).ShouldBeFalse();
        (await container.Ids("SELECT * FROM c ORDER BY c.id")).ShouldBe("default ever");
        using var replaced = await container.CreateTransactionalBatch(new("a1")).ReplaceItemStream("short", Item("short")).ExecuteAsync();
        replaced.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var again = await container.Create("short");
        again.StatusCode.ShouldBe(HttpStatusCode.Created);

        cosmos.Clock.Advance(TimeSpan.FromSeconds(100));
        (await container.Ids("SELECT * FROM c ORDER BY c.id")).ShouldBe("ever");
    }

    [Fact]
    public async Task A_time_to_live_counts_only_where_the_container_has_it_on()
    {
        var container = await cosmos.NewContainer(properties => properties.DefaultTimeToLive = null);
        await container.Create("one", "\"ttl\":1");
        cosmos.Clock.Advance(TimeSpan.FromSeconds(2));
        (await container.Has("one")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("\"10\"")]
    [InlineData("1.5")]
    public async Task A_time_to_live_that_is_no_positive_number_of_seconds_is_refused(string ttl)
    {
        var container = await cosmos.NewContainer();
        using var created = await container.Create("one", $"\"ttl\":{ttl}");
        created.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Expired_documents_are_removed_from_the_disk_in_the_background()
    {
        var container = await cosmos.NewContainer();
        await container.Create("doomed", "\"ttl\":10");
        await Stored("doomed", 1);
        cosmos.Clock.Advance(TimeSpan.FromMinutes(1));
        await Stored("doomed", 0);
    }

    // Looks into the file, past the gateway, until it holds so many documents of an id.
    private async Task Stored(string id, long count)
    {
        await using var connection = new SqliteConnection($"Data Source={cosmos.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM documents WHERE id=$id";
        command.Parameters.AddWithValue("$id", id);
        using var deadline = new CancellationTokenSource(Until.Deadline);
        while ((long)(await command.ExecuteScalarAsync(deadline.Token))! != count) await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
    }
}
