using Credits.Local.Host.Rpc;
using DurableTask.Core;
using DurableTask.Core.Middleware;
using Google.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using P = Microsoft.DurableTask.Protobuf;

namespace Credits.Local.Host.Durable;

/// <summary>Runs an orchestrator in the worker: its history goes there, what it decided comes back.</summary>
public sealed class OrchestrationTrigger(DurableInvocation invocation)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "orchestrationTrigger";

    /// <summary>Runs the orchestrator of a work item as far as its history goes.</summary>
    public async Task Run(DispatchMiddlewareContext context, CancellationToken stopping)
    {
        var state = context.GetProperty<OrchestrationRuntimeState>();
        var request = RequestFor(state);
        try
        {
            var answer = await invocation.Run(Trigger, state.Name, function => new()
            {
                InputData = { new ParameterBinding { Name = function.Trigger.Parameter, Data = new() { String = request } } },
            }, stopping);
            context.SetProperty(Decisions(answer));
        }
        catch (Exception e) when (e is UnknownFunctionException or FunctionFailedException)
        {
            // An orchestrator that throws has decided to fail; here the function around it did.
            context.SetProperty(OrchestratorExecutionResult.ForFailure(e.Message, details: (string?)null));
        }
    }

    private static string RequestFor(OrchestrationRuntimeState state) => Convert.ToBase64String(new P.OrchestratorRequest
    {
        InstanceId = state.OrchestrationInstance!.InstanceId,
        ExecutionId = state.OrchestrationInstance.ExecutionId,
        PastEvents = { state.PastEvents.Select(ProtobufUtils.ToHistoryEventProto) },
        NewEvents = { state.NewEvents.Select(ProtobufUtils.ToHistoryEventProto) },
    }.ToByteArray());

    private static OrchestratorExecutionResult Decisions(InvocationResponse answer)
    {
        var response = P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer.ReturnValue.String));
        return new() { Actions = [.. response.Actions.Select(ProtobufUtils.ToOrchestratorAction)], CustomStatus = response.CustomStatus };
    }
}
