using System.Text.Json;
using Credits.Local.Host.Rpc;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;

namespace Credits.Local.Host.Durable;

/// <summary>Runs an activity in the worker, at least once.</summary>
public sealed class ActivityTrigger(DurableInvocation invocation)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "activityTrigger";

    /// <summary>Runs the activity of a work item; its failure is a result, too.</summary>
    public async Task Run(DispatchMiddlewareContext context, CancellationToken stopping)
    {
        var scheduled = context.GetProperty<TaskScheduledEvent>();
        var instance = context.GetProperty<OrchestrationInstance>();
        context.SetProperty(new ActivityExecutionResult { ResponseEvent = await Outcome(scheduled, instance.InstanceId, stopping) });
    }

    private async Task<HistoryEvent> Outcome(TaskScheduledEvent scheduled, string instanceId, CancellationToken stopping)
    {
        try
        {
            var answer = await invocation.Run(Trigger, scheduled.Name!, function => new()
            {
                InputData = { new ParameterBinding { Name = function.Trigger.Parameter, Data = Argument(scheduled.Input) } },
                TriggerMetadata = { ["instanceId"] = new() { String = instanceId } },
            }, stopping);
            return new TaskCompletedEvent(-1, scheduled.EventId, Result(answer.ReturnValue));
        }
        catch (Exception e) when (e is UnknownFunctionException or FunctionFailedException)
        {
            var failure = ActivityFailure.Of(e);
            return new TaskFailedEvent(-1, scheduled.EventId, failure.ErrorMessage, details: null, failure);
        }
    }

    /// <summary>What the function gets: the history holds it as the only element of an array.</summary>
    public static TypedData Argument(string? input)
    {
        if (input is null) return new();

        using var json = JsonDocument.Parse(input);
        var argument = json.RootElement is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 1 ? array[0] : json.RootElement;
        return argument.ValueKind == JsonValueKind.Null ? new() : new() { String = argument.GetRawText() };
    }

    /// <summary>What the history gets: a text is not JSON yet.</summary>
    public static string? Result(TypedData? returned) => returned switch
    {
        { DataCase: TypedData.DataOneofCase.String } => JsonSerializer.Serialize(returned.String),
        { DataCase: TypedData.DataOneofCase.Json } => returned.Json,
        _ => null,
    };
}
