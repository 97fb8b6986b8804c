using System.Globalization;
using System.Text.Json;
using Credits.Local.Host.Rpc;
using NCrontab;

namespace Credits.Local.Host;

/// <summary>Runs a timer function on its schedule, UTC. Runs never overlap; what a long run missed is not made up.</summary>
public sealed class TimerTrigger(WorkerSupervisor workers, BindingExpressions expressions, TimeProvider clock, ILogger<TimerTrigger> log)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "timerTrigger";

    private const int FieldsWithSeconds = 6;
    private static readonly TimeSpan PastDue = TimeSpan.FromSeconds(1);

    /// <summary>Runs one function until cancelled.</summary>
    public Task Run(FunctionDescription function, CancellationToken cancellation) =>
        Run(function, ScheduleOf(expressions.Resolve(function.Trigger, "schedule")), cancellation);

    private async Task Run(FunctionDescription function, Func<DateTimeOffset, DateTimeOffset> next, CancellationToken cancellation)
    {
        for (var due = next(clock.GetUtcNow()); ; due = next(clock.GetUtcNow()))
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

    private static Func<DateTimeOffset, DateTimeOffset> ScheduleOf(string expression)
    {
        if (expression.Contains(':', StringComparison.Ordinal))
        {
            var interval = TimeSpan.Parse(expression, CultureInfo.InvariantCulture);
            return last => last + interval;
        }

        var withSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;
        var schedule = CrontabSchedule.Parse(expression, new() { IncludingSeconds = withSeconds });
        return last => new(schedule.GetNextOccurrence(last.UtcDateTime), TimeSpan.Zero);
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
