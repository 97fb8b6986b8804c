using Credits.Functions.Storage.Ingest;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Ingest;

[Collection(RunningStorage.Collection)]
public sealed class IngestStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Tests share the table: each has a partition of its own.
    private readonly string _partition = $"{Guid.NewGuid():N}";
    private readonly IngestStore _store = new(storage.Tables, TimeProvider.System);

    [Fact]
    public async Task Batches_add_up()
    {
        await _store.Advance(_partition, 99, new(90, 8, 2), None);
        await _store.Advance(_partition, 149, new(50, 0, 0), None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(149);
        progress.Outcomes.ShouldBe(new(140, 8, 2));
    }

    [Fact]
    public async Task A_batch_that_comes_again_moves_nothing_back()
    {
        await _store.Advance(_partition, 99, new(100, 0, 0), None);
        await _store.Advance(_partition, 49, new(0, 50, 0), None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(99);
        progress.Outcomes.ShouldBe(new(100, 50, 0));
    }

    [Fact]
    public async Task An_instance_that_takes_over_counts_on()
    {
        var successor = new IngestStore(storage.Tables, TimeProvider.System);
        await _store.Advance(_partition, 9, new(10, 0, 0), None);
        await successor.Advance(_partition, 19, new(10, 0, 0), None);

        await _store.Advance(_partition, 29, new(10, 0, 0), None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(29);
        progress.Outcomes.Booked.ShouldBe(30);
    }

    [Fact]
    public async Task Two_instances_at_once_lose_no_count()
    {
        IngestStore[] stores = [_store, new(storage.Tables, TimeProvider.System)];

        for (var batch = 0; batch < 20; batch++)
            await Task.WhenAll(stores.Select(store => store.Advance(_partition, batch, new(1, 0, 0), None)));

        (await Read()).Outcomes.Booked.ShouldBe(40);
    }

    private async Task<IngestProgress> Read() => (await _store.List(None)).Single(progress => progress.Partition == _partition);
}
