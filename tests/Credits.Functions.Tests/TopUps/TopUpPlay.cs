using Credits.Functions.TopUps;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;
using Shouldly;

namespace Credits.Functions.Tests.TopUps;

/// <summary>
/// An orchestration without a world: the test answers for the activities and lets time pass. After each word the orchestrator runs anew from the beginning of its history, as it does
/// in Azure, and twice: what it decides must follow from the history alone.
/// </summary>
internal sealed class TopUpPlay
{
    private const string Instance = "topup-acme";

    private readonly List<HistoryEvent> _history = [];
    private readonly SortedDictionary<int, ScheduleTaskAction> _asked = [];
    private readonly SortedDictionary<int, DateTimeOffset> _timers = [];
    private CompleteOrchestrationAction? _end;

    public TopUpPlay() => Happens(new HistoryEvent
    {
        ExecutionStarted = new() { Name = TopUpOrchestration.Name, Input = Json(new TopUpOrder("acme")), OrchestrationInstance = new() { InstanceId = Instance, ExecutionId = "first" } },
    });

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>When the next timer is due; null when there is none, or something else is asked.</summary>
    public DateTimeOffset? WaitsUntil => _asked.Count > 0 || _end is not null || _timers.Count == 0 ? null : _timers.Values.Max();

    /// <summary>The activity that is asked for does what it does.</summary>
    /// <returns>What it was given.</returns>
    public T Does<T>(string activity, object? answer)
    {
        var (id, asked) = Asked(activity);
        Happens(new HistoryEvent { TaskCompleted = new() { TaskScheduledId = id, Result = answer is null ? null : Json(answer) } });
        return Read<T[]>(asked.Input).ShouldHaveSingleItem(); // the history holds it as the only element of an array
    }

    /// <summary>The activity that is asked for fails.</summary>
    public void Fails(string activity)
    {
        var (id, _) = Asked(activity);
        Happens(new HistoryEvent { TaskFailed = new() { TaskScheduledId = id, FailureDetails = new() { ErrorType = nameof(HttpRequestException), ErrorMessage = "Nobody answers." } } });
    }

    /// <summary>It is told of something.</summary>
    public void Hears(string name) => Happens(new HistoryEvent { EventRaised = new() { Name = name, Input = Json("") } });

    /// <summary>Time passes, and every timer that is due by then comes, also those that nobody waits for any more.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (_end is null && _timers.Where(timer => timer.Value <= until).OrderBy(timer => timer.Value).Select(timer => ((int, DateTimeOffset)?)(timer.Key, timer.Value)).FirstOrDefault() is var (id, due))
        {
            _timers.Remove(id);
            if (due > Now) Now = due;
            Happens(new HistoryEvent { TimerFired = new() { TimerId = id, FireAt = due.ToTimestamp() } });
        }

        if (until > Now) Now = until;
    }

    /// <summary>Asserts that it has ended.</summary>
    public void ShouldEnd(string output)
    {
        _end.ShouldNotBeNull(Says());
        (_end.OrchestrationStatus, _end.Result).ShouldBe((OrchestrationStatus.Completed, Json(output)));
    }

    /// <summary>Asserts that it has begun anew, for the same account.</summary>
    public void ShouldBeginAnew()
    {
        _end.ShouldNotBeNull(Says());
        (_end.OrchestrationStatus, Read<TopUpOrder>(_end.Result)).ShouldBe((OrchestrationStatus.ContinuedAsNew, new("acme")));
    }

    private (int Id, ScheduleTaskAction Asked) Asked(string activity)
    {
        var (id, asked) = _asked.ShouldHaveSingleItem(Says());
        asked.Name.ShouldBe(activity);
        _asked.Remove(id);
        return (id, asked);
    }

    private void Happens(HistoryEvent happened)
    {
        HistoryEvent[] news = [new() { OrchestratorStarted = new() }, happened];
        foreach (var item in news) (item.EventId, item.Timestamp) = (-1, Now.ToTimestamp());

        var actions = Decide(news);
        Decide(news).ShouldBe(actions, "another worker, with the same history, decides otherwise");

        _history.AddRange(news);
        foreach (var action in actions) Note(action);
        _history.Add(new() { EventId = -1, Timestamp = Now.ToTimestamp(), OrchestratorCompleted = new() });
    }

    private List<OrchestratorAction> Decide(HistoryEvent[] news)
    {
        var request = new OrchestratorRequest { InstanceId = Instance, ExecutionId = "first", PastEvents = { _history }, NewEvents = { news } };
        var answer = GrpcOrchestrationRunner.LoadAndRun<TopUpOrder, string>(Convert.ToBase64String(request.ToByteArray()), async (context, order) => await TopUpOrchestration.Run(context, order!));
        return [.. OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions];
    }

    private void Note(OrchestratorAction action)
    {
        var noted = new HistoryEvent { EventId = action.Id, Timestamp = Now.ToTimestamp() };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                _asked.Add(action.Id, action.ScheduleTask);
                noted.TaskScheduled = new() { Name = action.ScheduleTask.Name, Version = action.ScheduleTask.Version, Input = action.ScheduleTask.Input };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                _timers.Add(action.Id, action.CreateTimer.FireAt.ToDateTimeOffset());
                noted.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                action.CompleteOrchestration.FailureDetails.ShouldBeNull();
                _end = action.CompleteOrchestration;
                return;
            default:
                throw new InvalidOperationException($"A top-up has decided on '{action.OrchestratorActionTypeCase}', which is not played.");
        }

        _history.Add(noted);
    }

    private string Says() => $"asked are {string.Join(", ", _asked.Values.Select(asked => asked.Name))}; timers are due {string.Join(", ", _timers.Values)}; the end is {_end?.Result}";

    private static string Json(object value) => JsonDataConverter.Default.Serialize(value)!;

    private static T Read<T>(string json) => JsonDataConverter.Default.Deserialize<T>(json)!;
}
