using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Credits.Local.Tests.Host.Durable;

/// <summary>Host, worker and Azurite end by SIGKILL of the host's process; another is started on the same data.</summary>
public sealed class Orchestrations_of_a_killed_process_should(ITestOutputHelper output) : IAsyncLifetime
{
    // Long enough to be seen asleep and killed in time on a machine that is busy.
    private const int SecondsAsleep = 30;

    private readonly TemporaryDirectory _directory = new();
    private Process _process = null!;
    private Instances _instances = null!;

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await Kill();
        await RunningDurableApp.Gone(_directory.Path, NullLogger.Instance);
        _directory.Dispose();
    }

    [Fact]
    public async Task Begin_when_they_were_only_started()
    {
        var instance = await _instances.Start("Chain");

        await Restart();

        await CompletesWith(instance, "\"one two three\"");
        Counted(instance).ShouldAllBe(step => step.Value >= 1);
        Counted(instance).Keys.ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Run_the_activity_again_that_was_in_its_midst_and_no_other()
    {
        var instance = await _instances.Start("Held");
        await _instances.Noted(instance, "begun held");

        await Restart();
        _instances.Release(instance);

        await CompletesWith(instance, "\"done\"");
        Counted(instance).ShouldBe(new Dictionary<string, int> { ["before"] = 1, ["begun held"] = 2, ["held"] = 1, ["after"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Wake_when_their_timer_is_due()
    {
        var instance = await _instances.Start("Slept", SecondsAsleep);
        await _instances.Says(instance, "asleep");

        await Restart();

        await CompletesWith(instance, "\"done\"");
        Counted(instance).ShouldBe(new Dictionary<string, int> { ["before"] = 1, ["after"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Still_hear_an_event()
    {
        var instance = await _instances.Start("Told");
        await _instances.Says(instance, "listening");

        await Restart();
        await _instances.Raise(instance, "word", "late");

        await CompletesWith(instance, "\"late\"");
        Counted(instance).ShouldBe(new Dictionary<string, int> { ["before"] = 1, ["after"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task All_complete_though_it_was_killed_three_times_while_they_ran()
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _instances.Start("Chain")));
        for (var kill = 0; kill < 3; kill++)
        {
            var ended = instances.Count(instance => _instances.Notes(instance).Length >= 3);
            await Until.Holds(() => instances.Count(instance => _instances.Notes(instance).Length >= 3) > ended || ended == instances.Length, "some to go on");
            await Restart();
        }

        foreach (var instance in instances)
        {
            await CompletesWith(instance, "\"one two three\"");
            Counted(instance).Keys.ShouldBe(["one", "two", "three"], ignoreOrder: true);
        }
    }

    private async Task CompletesWith(string instance, string result)
    {
        var waited = Stopwatch.StartNew();
        (await _instances.Ended(instance)).ShouldSatisfyAllConditions(ended => ended.Status.ShouldBe("Completed"), ended => ended.Output.ShouldBe(result));
        output.WriteLine($"{instance} completed {waited.Elapsed.TotalSeconds:0.0} s after the next process answered");
    }

    private Dictionary<string, int> Counted(string instance) => _instances.Notes(instance).CountBy(note => note).ToDictionary();

    private async Task Restart()
    {
        await Kill();
        var down = Stopwatch.StartNew();
        await Start();
        output.WriteLine($"The next process answered {down.Elapsed.TotalSeconds:0.0} s after the kill");
    }

    private async Task Start()
    {
        (_process, var url) = await Victim.RunningTheDurableApp(_directory.Path);
        _instances = new(new(url), _directory.Path);
    }

    private async Task Kill()
    {
        _instances.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
