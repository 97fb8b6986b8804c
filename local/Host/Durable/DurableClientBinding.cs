using System.Text.Json;
using Credits.Local.Host.Rpc;

namespace Credits.Local.Host.Durable;

/// <summary>What a function gets that starts and asks orchestrations: where the task hub answers.</summary>
public static class DurableClientBinding
{
    /// <summary>The binding's type.</summary>
    public const string Type = "durableClient";

    /// <summary>The function's inputs of this type.</summary>
    public static IEnumerable<ParameterBinding> InputsOf(FunctionDescription function, DurableSettings settings, Uri rpcUrl) =>
        function.DurableClients.Select(client => new ParameterBinding { Name = client.Parameter, Data = new() { String = Connection(settings, rpcUrl) } });

    /// <summary>Refuses a client of another hub, or of one stored elsewhere.</summary>
    public static void Check(FunctionDescription function, DurableSettings settings)
    {
        foreach (var client in function.DurableClients)
        {
            if (client.Optional("taskHub") is { } hub && hub != settings.HubName)
                throw new NotSupportedException($"Function '{function.Name}' has a {Type} of task hub '{hub}'; the local host supports only host.json's, '{settings.HubName}'.");
            if (client.Optional("connectionName") is { } connection && connection != settings.ConnectionName)
                throw new NotSupportedException($"Function '{function.Name}' has a {Type} with connection '{connection}'; the local host supports only the hub's, '{settings.ConnectionName}'.");
        }
    }

    // The worker's client reads these names, in this case; without a message size it could read no answer.
    private static string Connection(DurableSettings settings, Uri rpcUrl) => JsonSerializer.Serialize(new
    {
        taskHubName = settings.HubName,
        connectionName = settings.ConnectionName,
        rpcBaseUrl = rpcUrl,
        requiredQueryStringParameters = "",
        maxGrpcMessageSizeInBytes = int.MaxValue,
        grpcHttpClientTimeout = "\"00:01:40\"", // JSON within JSON
    });
}
