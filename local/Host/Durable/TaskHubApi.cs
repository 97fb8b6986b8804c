using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Options;
using P = Microsoft.DurableTask.Protobuf;

namespace Credits.Local.Host.Durable;

/// <summary>What a durable client asks of the task hub: start, look, raise an event, terminate and so on. Entities are refused.</summary>
public sealed class TaskHubApi(TaskHub hub, IHostApplicationLifetime lifetime, ILoggerFactory logs)
    : TaskHubGrpcServer(lifetime, logs, hub.Service, hub.Service, Options.Create(new TaskHubGrpcServerOptions { Mode = TaskHubGrpcServerMode.ApiServerOnly }))
{
    // As the real host's unless told otherwise: an instance that has not ended is never replaced.
    private static readonly OrchestrationStatus[] NotEnded =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.ContinuedAsNew, OrchestrationStatus.Suspended];

    /// <inheritdoc/>
    public override async Task<P.CreateInstanceResponse> StartInstance(P.CreateInstanceRequest request, ServerCallContext context)
    {
        var instance = new OrchestrationInstance { InstanceId = request.InstanceId, ExecutionId = Guid.NewGuid().ToString("N") };
        var started = new ExecutionStartedEvent(-1, request.Input)
        {
            Name = request.Name,
            Version = request.Version ?? "",
            OrchestrationInstance = instance,
            ScheduledStartTime = request.ScheduledStartTimestamp?.ToDateTime(),
            Tags = request.Tags.ToDictionary(),
        };
        try
        {
            await hub.Service.CreateTaskOrchestrationAsync(new() { Event = started, OrchestrationInstance = instance }, NeverReplaced(request.OrchestrationIdReusePolicy));
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            throw new RpcException(new(StatusCode.AlreadyExists, $"Instance '{request.InstanceId}' is not started: {e.Message}"));
        }

        return new() { InstanceId = instance.InstanceId };
    }

    /// <inheritdoc/>
    public override Task<P.SignalEntityResponse> SignalEntity(P.SignalEntityRequest request, ServerCallContext context) => throw NoEntities();

    /// <inheritdoc/>
    public override Task<P.GetEntityResponse> GetEntity(P.GetEntityRequest request, ServerCallContext context) => throw NoEntities();

    /// <inheritdoc/>
    public override Task<P.QueryEntitiesResponse> QueryEntities(P.QueryEntitiesRequest request, ServerCallContext context) => throw NoEntities();

    /// <inheritdoc/>
    public override Task<P.CleanEntityStorageResponse> CleanEntityStorage(P.CleanEntityStorageRequest request, ServerCallContext context) => throw NoEntities();

    private static OrchestrationStatus[] NeverReplaced(P.OrchestrationIdReusePolicy? policy) =>
        ProtoUtils.ConvertReusePolicyToDedupeStatuses(policy) is { } statuses ? [.. statuses.Select(status => (OrchestrationStatus)status)] : NotEnded;

    private static RpcException NoEntities() => new(new(StatusCode.Unimplemented, "The local host has no durable entities; only orchestrations and activities."));
}
