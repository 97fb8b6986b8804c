using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host.Durable;

public sealed class Orchestrations_should(Orchestrations_should.App app) : IClassFixture<Orchestrations_should.App>
{
    private Instances Instances => app.Instances;

    [Fact]
    public async Task Run_activities_one_after_the_other()
    {
        var instance = await Instances.Start("Chain");

        (await Instances.Ended(instance)).ShouldBe(new("Completed", "null", "\"one two three\""));
        Instances.Notes(instance).ShouldBe(["one", "two", "three"]);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("small", "large")]
    public async Task Give_activities_records_and_arrays_and_get_records(params string[] packs)
    {
        var instance = await Instances.Start("Given", new { account = "acme", millionths = 8_000_000_000_000_000L, packs });

        var output = JsonNode.Parse((await Instances.Ended(instance)).Output!)!;
        output["Account"]!.GetValue<string>().ShouldBe(string.Join('+', packs));
        output["Millionths"]!.GetValue<long>().ShouldBe(8_000_000_000_000_001L);
    }

    [Fact]
    public async Task Sleep_until_a_timer_is_due()
    {
        var waited = Stopwatch.StartNew();
        var instance = await Instances.Start("Slept", 2);

        (await Instances.Ended(instance)).ShouldBe(new("Completed", "\"awake\"", "\"done\""));
        waited.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1)); // of 2: storage delays by whole seconds, so a timer may come up to one early
    }

    [Fact]
    public async Task Tell_as_their_custom_status_that_they_sleep()
    {
        const int untilNobodyLooks = 24 * 60 * 60;
        var instance = await Instances.Start("Slept", untilNobodyLooks);

        await Instances.Says(instance, "asleep");

        (await Instances.Look(instance)).Status.ShouldBe("Running");
    }

    [Fact]
    public async Task Wait_for_an_event()
    {
        var instance = await Instances.Start("Told");
        await Instances.Says(instance, "listening");

        await Instances.Raise(instance, "noise", "other");
        await Instances.Raise(instance, "word", "paid");

        (await Instances.Ended(instance)).Output.ShouldBe("\"paid\"");
        Instances.Notes(instance).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task Keep_an_event_that_comes_before_it_is_waited_for()
    {
        var instance = await Instances.Start("Busy");
        await Instances.Noted(instance, "begun held");

        await Instances.Raise(instance, "word", "early");
        Instances.Release(instance);

        (await Instances.Ended(instance)).Output.ShouldBe("\"early\"");
    }

    [Fact]
    public async Task Run_activities_at_once()
    {
        var instance = await Instances.Start("Spread", 30);

        (await Instances.Ended(instance)).Output.ShouldBe("8555"); // 0² + 1² + … + 29²
        Instances.Notes(instance).Length.ShouldBe(30);
    }

    [Fact]
    public async Task Try_a_failing_activity_again_by_its_retry_policy()
    {
        var instance = await Instances.Start("Stubborn", 3);

        (await Instances.Ended(instance)).ShouldBe(new("Completed", "null", "3"));
        Instances.Notes(instance).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Fail_when_the_retry_policy_is_exhausted()
    {
        var instance = await Instances.Start("Stubborn", 4);

        var ended = await Instances.Ended(instance);
        ended.Status.ShouldBe("Failed");
        ended.Output.ShouldNotBeNull().ShouldContain("declined at try 3");
        Instances.Notes(instance).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Be_told_why_an_activity_failed()
    {
        var instance = await Instances.Start("Caught");

        (await Instances.Ended(instance)).Output.ShouldBe("\"System.InvalidOperationException: declined at try 1\"");
    }

    [Fact]
    public async Task Not_start_a_second_time_while_one_of_the_same_id_runs()
    {
        var instance = await Instances.Start("Told");
        await Instances.Says(instance, "listening");

        (await Instances.TryStart("Told", instance)).ShouldBe(HttpStatusCode.Conflict);
        (await Instances.TryStart("Chain", instance)).ShouldBe(HttpStatusCode.Conflict);

        await Instances.Raise(instance, "word", "still the first");
        (await Instances.Ended(instance)).Output.ShouldBe("\"still the first\"");
        Instances.Notes(instance).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task Start_once_however_many_start_the_same_id_at_once()
    {
        var instance = $"Told-{Guid.NewGuid():N}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Instances.TryStart("Told", instance)));

        answers.ShouldContain(HttpStatusCode.Accepted);
        await Instances.Says(instance, "listening"); // storage throws away what is told to one that has not begun
        await Instances.Raise(instance, "word", "go");
        await Instances.Ended(instance);
        Instances.Notes(instance).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task Start_anew_under_an_id_whose_last_run_has_ended()
    {
        var instance = await Instances.Start("Chain");
        await Instances.Ended(instance);

        (await Instances.TryStart("Chain", instance)).ShouldBe(HttpStatusCode.Accepted);

        await Until.Holds(() => Instances.Notes(instance).Length == 6, "the second run");
    }

    [Fact]
    public async Task End_where_they_are_when_terminated()
    {
        var instance = await Instances.Start("Told");
        await Instances.Says(instance, "listening");

        await Instances.Terminate(instance);

        (await Instances.Ended(instance)).ShouldBe(new("Terminated", "\"listening\"", "\"terminated\""));
        Instances.Notes(instance).ShouldBe(["before"]);
    }

    [Fact]
    public async Task Run_others_and_get_their_answer()
    {
        var instance = await Instances.Start("Outer");

        (await Instances.Ended(instance)).Output.ShouldBe("\"one two three\"");
        Instances.Notes(instance + "-inner").ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Begin_anew_with_another_input()
    {
        var instance = await Instances.Start("Countdown", 3);

        await Until.Holds(() => Instances.Notes(instance).Length == 4, "the last execution");
        (await Instances.Ended(instance)).Output.ShouldBe("\"done\"");
        Instances.Notes(instance).ShouldBe(["3", "2", "1", "0"]);
    }

    [Fact]
    public async Task Fail_by_its_name_on_an_activity_that_there_is_not()
    {
        var instance = await Instances.Start("Lost", "Nowhere");

        var ended = await Instances.Ended(instance);
        ended.Status.ShouldBe("Failed");
        ended.Output.ShouldNotBeNull().ShouldContain("'Nowhere' doesn't exist");
    }

    [Fact]
    public async Task Fail_by_their_name_when_there_are_none_of_it()
    {
        var instance = await Instances.Start("Nobody");

        var ended = await Instances.Ended(instance);
        ended.Status.ShouldBe("Failed");
        ended.Output.ShouldNotBeNull().ShouldContain("'Nobody' doesn't exist");
    }

    [Fact]
    public async Task Refuse_entities()
    {
        var (status, text) = await Instances.SignalAnEntity();
        status.ShouldBe(HttpStatusCode.BadRequest);
        text.ShouldContain("no durable entities");

        (await Instances.Ended(await Instances.Start("Entity"))).Status.ShouldBe("Failed");
    }

    [Fact]
    public async Task Go_on_when_the_worker_was_killed_in_the_midst_of_an_activity()
    {
        var instance = await Instances.Start("Held");
        await Instances.Noted(instance, "begun held");

        await app.KillWorker();
        Instances.Release(instance);

        (await Instances.Ended(instance)).Output.ShouldBe("\"done\"");
        Instances.Notes(instance).ShouldBe(["before", "begun held", "begun held", "held", "after"]);
    }

    /// <summary>The durable test app in this process, started once for all tests of the class.</summary>
    public sealed class App : IAsyncLifetime
    {
        private readonly TemporaryDirectory _directory = new();
        private RunningDurableApp _app = null!;

        internal Instances Instances { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _app = await RunningDurableApp.Start(_directory.Path, NullLoggerFactory.Instance);
            Instances = new(_app.Url, _directory.Path);
        }

        public async Task DisposeAsync()
        {
            Instances.Dispose();
            await _app.DisposeAsync();
            _directory.Dispose();
        }

        internal async Task KillWorker()
        {
            await Until.Holds(() => _app.Host.WorkerProcessId is not null, "a worker");
            using var worker = Process.GetProcessById(_app.Host.WorkerProcessId!.Value);
            worker.Kill();
            await Until.Holds(() => _app.Host.WorkerProcessId is { } next && next != worker.Id, "another worker");
        }
    }
}
