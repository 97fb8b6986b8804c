using System.Text.Json;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>Runs a timer function on its schedule, UTC. Runs never overlap; what a long run missed is not made up.</summary>
public sealed class TimerTrigger(WorkerSupervisor workers, BindingExpressions expressions, TimeProvider clock, ILogger<TimerTrigger> log)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "timerTrigger";

    private static readonly TimeSpan PastDue = TimeSpan.FromSeconds(1);

    /// <summary>Runs one function until cancelled.</summary>
    public Task Run(FunctionDescription function, CancellationToken cancellation) =>
        Run(function, TimerSchedule.Parse(expressions.Resolve(function.Trigger, "schedule")), cancellation);

    private async Task Run(FunctionDescription function, TimerSchedule schedule, CancellationToken cancellation)
    {
        for (var due = schedule.After(clock.GetUtcNow()); ; due = schedule.After(clock.GetUtcNow()))
        {
            var wait = due - clock.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation);

            var worker = await workers.Ready(cancellation);
            try
            {
                await worker.Invoke(worker.Function(function.Name), RequestFor(function, isPastDue: clock.GetUtcNow() - due > PastDue), cancellation);
            }
            catch (Exception e) when (e is FunctionFailedException or WorkerDiedException)
            {
                log.LogError("Timer {Function} failed and runs again when it is next due: {Reason}", function.Name, e.Message);
            }
        }
    }

    // The real host gives no status for schedules under a minute; here none gets one, so that nobody relies on it.
    private static InvocationRequest RequestFor(FunctionDescription function, bool isPastDue) => new()
    {
        InputData =
        {
            new ParameterBinding
            {
                Name = function.Trigger.Parameter,
                Data = new() { Json = JsonSerializer.Serialize(new { Schedule = new { AdjustForDST = true }, ScheduleStatus = (object?)null, IsPastDue = isPastDue }) },
            },
        },
    };
}
