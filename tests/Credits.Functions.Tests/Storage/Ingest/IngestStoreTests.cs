using Azure.Data.Tables;
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
        await _store.Advance(_partition, [Through(99)], new(90, 8, 2), reRead: 0, None);
        await _store.Advance(_partition, [Through(149)], new(50, 0, 0), reRead: 0, None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(149);
        progress.Outcomes.ShouldBe(new(140, 8, 2));
    }

    [Fact]
    public async Task A_batch_that_comes_again_moves_nothing_back()
    {
        await _store.Advance(_partition, [Through(99)], new(100, 0, 0), reRead: 0, None);
        await _store.Advance(_partition, [Through(49)], new(0, 50, 0), reRead: 0, None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(99);
        progress.Outcomes.ShouldBe(new(100, 50, 0));
    }

    [Fact]
    public async Task An_instance_that_takes_over_counts_on()
    {
        var successor = new IngestStore(storage.Tables, TimeProvider.System);
        await _store.Advance(_partition, [Through(9)], new(10, 0, 0), reRead: 0, None);
        await successor.Advance(_partition, [Through(19)], new(10, 0, 0), reRead: 0, None);

        await _store.Advance(_partition, [Through(29)], new(10, 0, 0), reRead: 0, None);

        var progress = await Read();
        progress.BookedThrough.ShouldBe(29);
        progress.Outcomes.Booked.ShouldBe(30);
    }

    [Fact]
    public async Task Two_instances_at_once_lose_no_count()
    {
        IngestStore[] stores = [_store, new(storage.Tables, TimeProvider.System)];

        for (var batch = 0; batch < 20; batch++)
            await Task.WhenAll(stores.Select(store => store.Advance(_partition, [Through(batch)], new(1, 0, 0), reRead: 0, None)));

        (await Read()).Outcomes.Booked.ShouldBe(40);
    }

    [Fact]
    public async Task What_was_passed_over_is_a_gap_until_it_is_settled()
    {
        await _store.Advance(_partition, [new(0, 9)], new(10, 0, 0), reRead: 0, None);
        await _store.Advance(_partition, [new(20, 29)], new(10, 0, 0), reRead: 0, None);
        (await Read()).Settled.ToString().ShouldBe("0-9,20-29");

        await _store.Advance(_partition, [new(10, 19)], new(10, 0, 0), reRead: 10, None);

        var progress = await Read();
        (progress.Settled.ToString(), progress.ReRead).ShouldBe(("0-29", 10));
    }

    [Fact]
    public async Task What_is_lost_is_known_and_no_gap_any_longer()
    {
        await _store.Advance(_partition, [new(0, 9), new(20, 29)], new(20, 0, 0), reRead: 0, None);

        await _store.GiveUp(_partition, new(10, 19), None);

        var progress = await Read();
        (progress.Settled.ToString(), progress.Lost.ToString()).ShouldBe(("0-29", "10-19"));
    }

    [Fact]
    public async Task Progress_from_before_ranges_were_kept_is_one_range()
    {
        await storage.Tables.GetTableClient(IngestStore.Table).AddEntityAsync(new TableEntity("partition", _partition)
        {
            ["bookedThrough"] = 41L,
            ["booked"] = 42L,
            ["duplicates"] = 0L,
            ["deadLettered"] = 0L,
            ["updatedAt"] = DateTimeOffset.UnixEpoch,
        });

        (await Read()).Settled.ToString().ShouldBe("0-41");
    }

    private static SequenceRange Through(long last) => new(0, last);

    private async Task<IngestProgress> Read() => (await _store.List(None)).Single(progress => progress.Partition == _partition);
}
