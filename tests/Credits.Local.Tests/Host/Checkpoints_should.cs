using Credits.Local.Host;
using Credits.Local.Tests.Cosmos;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Checkpoints_should : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Begin_before_the_first_event() => new Checkpoints(_data.Path, TimeProvider.System).Read("usage", "0").ShouldBe(-1);

    [Fact]
    public void Survive_a_restart()
    {
        new Checkpoints(_data.Path, TimeProvider.System).Write("usage", "0", 41);

        new Checkpoints(_data.Path, TimeProvider.System).Read("usage", "0").ShouldBe(41);
    }

    [Fact]
    public void Tell_after_a_restart_when_they_moved()
    {
        var clock = new ManualClock();
        var moved = clock.GetUtcNow();
        var checkpoints = new Checkpoints(_data.Path, clock);
        checkpoints.WrittenAt("usage", "0").ShouldBeNull();

        checkpoints.Write("usage", "0", 41);
        clock.Advance(TimeSpan.FromMinutes(1));

        new Checkpoints(_data.Path, clock).WrittenAt("usage", "0").ShouldBe(moved);
    }

    [Fact]
    public void Be_kept_for_each_hub_and_partition()
    {
        var checkpoints = new Checkpoints(_data.Path, TimeProvider.System);
        checkpoints.Write("usage", "0", 1);
        checkpoints.Write("usage", "1", 2);
        checkpoints.Write("other", "0", 3);

        var read = new Checkpoints(_data.Path, TimeProvider.System);
        (read.Read("usage", "0"), read.Read("usage", "1"), read.Read("other", "0")).ShouldBe((1, 2, 3));
    }

    [Fact]
    public void Be_the_old_one_when_a_kill_came_while_the_new_one_was_written()
    {
        new Checkpoints(_data.Path, TimeProvider.System).Write("usage", "0", 41);
        File.WriteAllText(Path.Combine(_data.Path, "usage-0.checkpoint.new"), "");

        var restarted = new Checkpoints(_data.Path, TimeProvider.System);

        restarted.Read("usage", "0").ShouldBe(41);
        restarted.Write("usage", "0", 42);
        new Checkpoints(_data.Path, TimeProvider.System).Read("usage", "0").ShouldBe(42);
    }

    [Fact]
    public async Task Never_be_half_written_to_who_reads_meanwhile()
    {
        var writer = new Checkpoints(_data.Path, TimeProvider.System);
        writer.Write("usage", "0", 1_000_000);
        var writing = Task.Run(() =>
        {
            for (var i = 1_000_001; i <= 1_000_300; i++) writer.Write("usage", "0", i);
        });

        while (!writing.IsCompleted) new Checkpoints(_data.Path, TimeProvider.System).Read("usage", "0").ShouldBeInRange(1_000_000, 1_000_300);
        await writing;
    }
}
