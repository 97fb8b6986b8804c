using System.Text.Json;
using Credits.Local.Host.Durable;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>A function as the worker describes it.</summary>
public sealed record FunctionDescription(string Id, string Name, FunctionBinding Trigger, RpcRetryOptions? Retry, RpcFunctionMetadata Metadata)
{
    // Every trigger and other binding there is; "http" is the answer of an HTTP function.
    private static readonly string[] Supported =
    [
        HttpFront.Trigger, "http", TimerTrigger.Trigger, EventHubTrigger.Trigger, QueueTrigger.Trigger,
        OrchestrationTrigger.Trigger, ActivityTrigger.Trigger, DurableClientBinding.Type,
    ];

    /// <summary>The parameters that receive a client of the task hub.</summary>
    public IReadOnlyList<FunctionBinding> DurableClients { get; init; } = [];

    /// <summary>Reads the worker's description; refuses what this host has no trigger for.</summary>
    public static FunctionDescription Of(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => JsonSerializer.Deserialize<JsonElement>(raw)).ToArray();
        var triggers = bindings.Where(binding => TypeOf(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (triggers.Length != 1) throw new NotSupportedException($"Function '{metadata.Name}' has {triggers.Length} triggers; it must have one.");

        foreach (var other in bindings.Where(binding => !Supported.Contains(TypeOf(binding))))
            throw new NotSupportedException($"Function '{metadata.Name}' has a binding of type '{TypeOf(other)}', which the local host does not support.");

        return new(metadata.FunctionId, metadata.Name, new(metadata.Name, TypeOf(triggers[0]), triggers[0]), metadata.RetryOptions, metadata)
        {
            DurableClients = [.. bindings.Where(binding => TypeOf(binding) == DurableClientBinding.Type).Select(binding => new FunctionBinding(metadata.Name, TypeOf(binding), binding))],
        };
    }

    private static string TypeOf(JsonElement binding) => binding.GetProperty("type").GetString()!;
}

/// <summary>What starts a function, or what it gets besides: the binding as JSON.</summary>
public sealed record FunctionBinding(string Function, string Type, JsonElement Json)
{
    /// <summary>The name of the parameter that receives the data.</summary>
    public string Parameter => Required("name");

    /// <summary>A property that must be there.</summary>
    public string Required(string property) =>
        Optional(property) ?? throw new InvalidOperationException($"The {Type} of function '{Function}' has no '{property}'.");

    /// <summary>A property as text; null when it is not there.</summary>
    public string? Optional(string property) => Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
