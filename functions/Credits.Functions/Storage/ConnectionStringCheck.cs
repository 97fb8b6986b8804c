using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Checks connection strings by making the clients that the app then uses: only the libraries know what they take.</summary>
internal sealed class ConnectionStringCheck(IConfiguration configuration, IServiceProvider services)
{
    /// <summary>What is wrong with one; without its key.</summary>
    public IEnumerable<string> Faults(string connection) => ClientsOf(connection).SelectMany(Faults).Distinct();

    private IEnumerable<Type> ClientsOf(string connection) => connection switch
    {
        "Cosmos" => [typeof(CosmosClient)],
        "Storage" => [typeof(TableServiceClient), typeof(BlobServiceClient), typeof(QueueServiceClient)],

        // Without a hub there is no client, and the hub is told as missing.
        "EventHubs" => string.IsNullOrWhiteSpace(configuration[Connections.HubSetting]) ? [] : [typeof(EventHubProducerClient)],
        _ => throw new ArgumentOutOfRangeException(nameof(connection), connection, "No client has this connection."),
    };

    private IEnumerable<string> Faults(Type client)
    {
        try
        {
            services.GetRequiredService(client);
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return fault.Failures;
        }
    }
}
