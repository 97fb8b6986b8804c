using System.Text.Json;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>A function as the worker describes it.</summary>
public sealed record FunctionDescription(string Id, string Name, TriggerBinding Trigger, RpcRetryOptions? Retry, RpcFunctionMetadata Metadata)
{
    /// <summary>Reads the worker's description; refuses what this host has no trigger for.</summary>
    public static FunctionDescription Of(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => JsonSerializer.Deserialize<JsonElement>(raw)).ToArray();
        var triggers = bindings.Where(binding => TypeOf(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (triggers.Length != 1) throw new NotSupportedException($"Function '{metadata.Name}' has {triggers.Length} triggers; it must have one.");

        foreach (var other in bindings.Where(binding => TypeOf(binding) is not ("http" or HttpFront.Trigger or TimerTrigger.Trigger or EventHubTrigger.Trigger or QueueTrigger.Trigger)))
            throw new NotSupportedException($"Function '{metadata.Name}' has a binding of type '{TypeOf(other)}', which the local host does not support.");

        return new(metadata.FunctionId, metadata.Name, new(metadata.Name, TypeOf(triggers[0]), triggers[0]), metadata.RetryOptions, metadata);
    }

    private static string TypeOf(JsonElement binding) => binding.GetProperty("type").GetString()!;
}

/// <summary>What starts a function: the trigger's binding as JSON.</summary>
public sealed record TriggerBinding(string Function, string Type, JsonElement Json)
{
    /// <summary>The name of the parameter that receives the trigger's data.</summary>
    public string Parameter => Required("name");

    /// <summary>A property that must be there.</summary>
    public string Required(string property) =>
        Optional(property) ?? throw new InvalidOperationException($"The {Type} of function '{Function}' has no '{property}'.");

    /// <summary>A property as text; null when it is not there.</summary>
    public string? Optional(string property) => Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
