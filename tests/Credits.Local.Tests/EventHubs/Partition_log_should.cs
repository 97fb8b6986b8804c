using Azure.Messaging.EventHubs.Consumer;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.EventHubs;

public sealed class Partition_log_should : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    private string File => Directory.GetFiles(_data.Path, "*.log", SearchOption.AllDirectories).Single();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Be_empty_from_the_start()
    {
        await using var hub = await RunningHub.Start(_data.Path);

        (hub.Hub.Partitions[0].FirstSequenceNumber, hub.Hub.Partitions[0].LastSequenceNumber).ShouldBe((0, -1));
    }

    [Fact]
    public async Task Wait_for_an_event_and_wake_up()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a");
        var read = hub.Hub.Partitions[0].Read(1, 10, CancellationToken.None).AsTask();
        read.IsCompleted.ShouldBeFalse();

        await hub.Send("b");

        (await read.WaitAsync(RunningHub.Deadline)).Single().SequenceNumber.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_waiting_when_cancelled()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        using var cancel = new CancellationTokenSource();
        var read = hub.Hub.Partitions[0].Read(0, 1, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(RunningHub.Deadline));
    }

    [Fact]
    public async Task Give_no_more_than_asked_for()
    {
        await using var hub = await RunningHub.Start(_data.Path);
        await hub.Send("a", "b", "c");

        (await hub.Hub.Partitions[0].Read(1, 1, CancellationToken.None)).Select(e => e.SequenceNumber).ShouldBe([1]);
    }

    [Fact]
    public async Task Bound_what_a_reader_gets_at_once()
    {
        const int Events = 12;
        const int Large = 1_000_000;
        await using var hub = await RunningHub.Start(_data.Path);
        for (var i = 0; i < Events; i++) await hub.Send(new string('x', Large));

        var read = await hub.Hub.Partitions[0].Read(0, Events, CancellationToken.None);

        read.Count.ShouldBe(4);
        (await hub.Hub.Partitions[0].Read(4, Events, CancellationToken.None))[0].SequenceNumber.ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Drop_a_record_that_a_kill_cut_short_and_use_its_number_again(int cut)
    {
        await using (var hub = await RunningHub.Start(_data.Path)) await hub.Send("a", "b");
        using (var file = System.IO.File.Open(File, FileMode.Open)) file.SetLength(file.Length - cut);

        await using var again = await RunningHub.Start(_data.Path);
        again.Hub.Partitions[0].LastSequenceNumber.ShouldBe(0);
        await again.Send("c");

        (await again.Receive(EventPosition.Earliest, 2)).Select(e => (e.SequenceNumber, e.EventBody.ToString())).ShouldBe([(0, "a"), (1, "c")]);
    }

    [Fact]
    public async Task Refuse_to_open_what_was_damaged_rather_than_lose_what_follows()
    {
        await using (var hub = await RunningHub.Start(_data.Path)) await hub.Send("a", "b");
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes[12] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        (await Should.ThrowAsync<InvalidDataException>(() => RunningHub.Start(_data.Path))).Message.ShouldContain(File);
        (await System.IO.File.ReadAllBytesAsync(File)).ShouldBe(bytes);
    }
}
