using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Credits.Local.Azurite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Azurite;

public sealed class Azurite_process_should : IDisposable
{
    private static readonly AzuritePorts AnyFree = new(0, 0, 0);

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Keep_tables_and_blobs_over_a_restart()
    {
        await using (var first = await Start(_data.Path))
        {
            var table = new TableClient(first.ConnectionString, "cards");
            await table.CreateAsync();
            await table.AddEntityAsync(new TableEntity("p", "r") { ["Rate"] = "a" });
            var container = new BlobContainerClient(first.ConnectionString, "letters");
            await container.CreateAsync();
            await container.UploadBlobAsync("one", BinaryData.FromString("body"));
        }

        await using var second = await Start(_data.Path);
        (await new TableClient(second.ConnectionString, "cards").GetEntityAsync<TableEntity>("p", "r")).Value["Rate"].ShouldBe("a");
        (await new BlobClient(second.ConnectionString, "letters", "one").DownloadContentAsync()).Value.Content.ToString().ShouldBe("body");
    }

    [Fact]
    public async Task Run_beside_another_with_data_of_its_own()
    {
        using var otherData = new TemporaryDirectory();
        var both = await Task.WhenAll(Start(_data.Path), Start(otherData.Path));
        await using var one = both[0];
        await using var other = both[1];

        await new TableClient(one.ConnectionString, "cards").CreateAsync();

        new TableServiceClient(one.ConnectionString).Query().Select(table => table.Name).ShouldBe(["cards"]);
        new TableServiceClient(other.ConnectionString).Query().ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuse_a_port_that_is_taken()
    {
        await using var first = await Start(_data.Path);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => AzuriteProcess.Start(_data.Path, AnyFree with { Blob = first.Ports.Blob }, NullLoggerFactory.Instance, CancellationToken.None));

        refusal.Message.ShouldContain($"port {first.Ports.Blob}");
    }

    [Fact]
    public async Task Refuse_data_that_another_still_uses_and_say_which_process_that_is()
    {
        await using var first = await Start(_data.Path);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => Gone(TimeSpan.FromMilliseconds(100)));

        refusal.Message.ShouldContain(_data.Path);
        refusal.Message.ShouldContain($"kill {first.ProcessId}");
    }

    [Fact]
    public async Task Wait_for_another_that_is_about_to_end()
    {
        var first = await Start(_data.Path);
        var gone = Gone(AzuritePredecessor.Patience);
        gone.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();

        await gone;
    }

    [Fact]
    public async Task Take_no_process_for_another_that_only_has_its_id()
    {
        await using var first = await Start(_data.Path);
        var note = Path.Combine(_data.Path, "azurite.pid");

        // Written before that process began, by one whose id it has got since.
        File.SetLastWriteTimeUtc(note, DateTime.UtcNow.AddDays(-1));
        await Gone(TimeSpan.Zero);

        // Old enough, but not Azurite.
        await File.WriteAllTextAsync(note, $"{Environment.ProcessId}");
        await Gone(TimeSpan.Zero);
    }

    private Task Gone(TimeSpan patience) => AzuritePredecessor.Gone(_data.Path, patience, NullLogger.Instance, CancellationToken.None);

    private static Task<AzuriteProcess> Start(string data) => AzuriteProcess.Start(data, AnyFree, NullLoggerFactory.Instance, CancellationToken.None);
}
