using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Credits.DurableApp;

/// <summary>A durable client's calls as HTTP, for tests.</summary>
public static class Api
{
    /// <summary>Starts an orchestration with the body as input; 409 when the instance is there and has not ended.</summary>
    [Function(nameof(Start))]
    public static async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "{name}/{instance}")] HttpRequest request, string name, string instance, [DurableClient] DurableTaskClient client)
    {
        var input = request.ContentLength is not 0 ? await JsonSerializer.DeserializeAsync<JsonElement>(request.Body) : (JsonElement?)null;
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions { InstanceId = instance });
            return TypedResults.Accepted(instance);
        }
        catch (Exception e) when (e is RpcException { StatusCode: StatusCode.AlreadyExists } or InvalidOperationException)
        {
            return TypedResults.Conflict(e.Message);
        }
    }

    /// <summary>What has become of an instance.</summary>
    [Function(nameof(Look))]
    public static async Task<IResult> Look(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{instance}")] HttpRequest request, string instance, [DurableClient] DurableTaskClient client) =>
        await client.GetInstanceAsync(instance, getInputsAndOutputs: true) is { } found
            ? TypedResults.Ok(new { status = $"{found.RuntimeStatus}", custom = found.SerializedCustomStatus, output = found.SerializedOutput })
            : TypedResults.NotFound();

    /// <summary>Raises an event with the body as its value.</summary>
    [Function(nameof(Raise))]
    public static async Task<IResult> Raise(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "{instance}/events/{name}")] HttpRequest request, string instance, string name, [DurableClient] DurableTaskClient client)
    {
        await client.RaiseEventAsync(instance, name, await JsonSerializer.DeserializeAsync<JsonElement>(request.Body));
        return TypedResults.Accepted(instance);
    }

    /// <summary>Ends an instance where it is.</summary>
    [Function(nameof(Terminate))]
    public static async Task<IResult> Terminate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "{instance}")] HttpRequest request, string instance, [DurableClient] DurableTaskClient client)
    {
        await client.TerminateInstanceAsync(instance, "terminated");
        return TypedResults.Accepted(instance);
    }

    /// <summary>Signals an entity; answers why not.</summary>
    [Function(nameof(Signal))]
    public static async Task<IResult> Signal([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "entities")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        try
        {
            await client.Entities.SignalEntityAsync(new("counter", "one"), "add");
            return TypedResults.Accepted("");
        }
        catch (RpcException e)
        {
            return TypedResults.BadRequest(e.Status.Detail);
        }
    }
}
