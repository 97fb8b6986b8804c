using System.Text.Json;
using System.Text.Json.Serialization;

namespace Credits.Local.Stack;

/// <summary>Where everything is, as written to <c>endpoints.json</c>.</summary>
/// <param name="Api">The product's HTTP API, up to and including its version.</param>
/// <param name="ApiKey">A key for it with all scopes.</param>
/// <param name="EventHubs">Connection string of the Event Hubs namespace.</param>
/// <param name="UsageHub">The event hub that usage events go to.</param>
/// <param name="Cosmos">Connection string of Cosmos DB; clients need gateway mode.</param>
/// <param name="Storage">Connection string of Azure Storage.</param>
/// <param name="Statistics">What was asked of the stand-ins, as JSON.</param>
/// <param name="Stripe">Stripe's stand-in; null where the real one is set up.</param>
/// <param name="ProcessId">This process.</param>
public sealed record Endpoints(string Api, string ApiKey, string EventHubs, string UsageHub, string Cosmos, string Storage, string Statistics, string? Stripe, int ProcessId)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's name within the data directory.</summary>
    [JsonIgnore]
    public static string FileName => "endpoints.json";

    /// <summary>Writes the file at once, readable by its owner only, as it holds a key.</summary>
    public void Write(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        PrivateFile.Write(path + ".new", JsonSerializer.Serialize(this, Readable));
        File.Move(path + ".new", path, overwrite: true);
    }
}
