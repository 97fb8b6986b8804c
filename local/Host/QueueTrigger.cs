using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>Runs a function for each message of a Storage queue, as the real host does; the function takes the message's text.</summary>
/// <remarks>A worker's death is a failed try. The stop of this host gives a message that is not worked off back to the queue.</remarks>
public sealed class QueueTrigger(WorkerSupervisor workers, BindingExpressions expressions, HostSettings host, TimeProvider clock, ILogger<QueueTrigger> log)
{
    /// <summary>The binding's type.</summary>
    public const string Trigger = "queueTrigger";

    /// <summary>Added to a queue's name, it names the queue for what could not be worked off.</summary>
    public const string PoisonSuffix = "-poison";

    private const string DefaultConnection = "AzureWebJobsStorage";

    /// <summary>Runs one function until cancelled.</summary>
    public Task Run(FunctionDescription function, CancellationToken cancellation)
    {
        if (function.Trigger.Optional("dataType") is { } type && type != "String")
            throw new NotSupportedException($"Function '{function.Name}' must take a queue's messages as string; the local host supports no other form.");

        var connection = expressions.Setting(function.Trigger, "connection", DefaultConnection);
        var name = expressions.Resolve(function.Trigger, "queueName").ToLowerInvariant();
        var queue = new QueueClient(connection, name);
        var delivery = new QueueDelivery(
            queue, new(connection, name + PoisonSuffix), (message, text, stop) => Invoke(function, message, text, stop), host.Queues, clock, log);
        return new QueueListener(queue, delivery, host.Queues, clock, log).Run(cancellation);
    }

    private async Task Invoke(FunctionDescription function, QueueMessage message, string text, CancellationToken cancellation)
    {
        var worker = await workers.Ready(cancellation);
        await worker.Invoke(worker.Function(function.Name), RequestFor(function.Trigger.Parameter, message, text), CancellationToken.None);
    }

    /// <summary>What the worker gets: the text as the argument, everything else as trigger metadata by name.</summary>
    public static InvocationRequest RequestFor(string parameter, QueueMessage message, string text) => new()
    {
        InputData = { new ParameterBinding { Name = parameter, Data = new() { String = text } } },
        TriggerMetadata =
        {
            ["QueueTrigger"] = new() { String = text },
            ["Id"] = new() { String = message.MessageId },
            ["PopReceipt"] = new() { String = message.PopReceipt },
            ["DequeueCount"] = new() { Json = JsonSerializer.Serialize(message.DequeueCount) },
            ["ExpirationTime"] = new() { Json = JsonSerializer.Serialize(message.ExpiresOn) },
            ["InsertionTime"] = new() { Json = JsonSerializer.Serialize(message.InsertedOn) },
            ["NextVisibleTime"] = new() { Json = JsonSerializer.Serialize(message.NextVisibleOn) },
        },
    };
}
