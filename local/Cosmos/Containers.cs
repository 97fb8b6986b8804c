using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Credits.Local.Cosmos;

/// <summary>A database or a container as the service describes it, with the number by which the store knows it. Numbers are never used again.</summary>
internal sealed record StoredResource(int Number, int? Database, string Id, JsonObject Json);

/// <summary>A container: its key, its time to live, and what queries may use.</summary>
internal sealed record ContainerDefinition(int Database, int Number, string DatabaseId, string Id, string KeyProperty, int? DefaultTimeToLive, IndexingPolicy Indexing, JsonObject Json)
{
    /// <summary>The documents' table has so many columns for properties; queries by further ones read every document of the partition.</summary>
    public const int MaxIndexedProperties = 8;

    public string KeyPath { get; } = $"/{KeyProperty}";

    public string ResourceId { get; } = ResourceIds.Container(Database, Number);

    /// <summary>The properties that have a column of their own, in the columns' order.</summary>
    public string[] IndexedProperties { get; } = [.. Indexing.Named.Where(name => name != KeyProperty && name != "id").Take(MaxIndexedProperties)];

    /// <summary>Reads a container as it was asked for.</summary>
    public static ContainerDefinition Read(StoredResource resource, string database)
    {
        Check(resource.Json);
        var key = (string)resource.Json["partitionKey"]!["paths"]![0]!;
        return new(
            resource.Database!.Value, resource.Number, database, resource.Id, key[1..], (int?)resource.Json["defaultTtl"], IndexingPolicy.Read(resource.Json["indexingPolicy"]), resource.Json);
    }

    /// <summary>Refuses a container that documents could not be served from as the service would.</summary>
    public static void Check(JsonObject json)
    {
        var key = json["partitionKey"];
        if (key?["paths"] is not JsonArray { Count: 1 } paths || ((string?)key["kind"] ?? "Hash") != "Hash") throw CosmosError.Unsupported("partition keys other than one hashed path");
        if ((string?)paths[0] is not ['/', _, ..] path || path[1..].AsSpan().ContainsAny("/\"")) throw CosmosError.Unsupported($"the partition key path '{paths[0]}'; only a path of one name such as '/accountId' is");
        if (json["uniqueKeyPolicy"]?["uniqueKeys"] is JsonArray { Count: > 0 }) throw CosmosError.Unsupported("unique keys");
        foreach (var feature in new[] { "computedProperties", "changeFeedPolicy", "vectorEmbeddingPolicy", "fullTextPolicy", "clientEncryptionPolicy" })
            if (json[feature] is not (null or JsonArray { Count: 0 })) throw CosmosError.Unsupported($"'{feature}' of a container");

        var ttl = json["defaultTtl"];
        if (ttl is not null && !(ttl is JsonValue value && value.TryGetValue(out int seconds) && seconds is > 0 or -1)) throw CosmosError.BadRequest("'defaultTtl' is a positive number of seconds, or -1.");
        IndexingPolicy.Read(json["indexingPolicy"]);
    }
}

/// <summary>Databases and containers; kept with the documents. Both are found by id or, as the SDK has it for some requests, by resource id.</summary>
internal sealed class Containers : IDisposable
{
    private readonly DocumentStore _store;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, StoredResource> _databases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Database, string Container), ContainerDefinition> _containers = new();

    public Containers(DocumentStore store)
    {
        _store = store;
        foreach (var resource in store.ReadResources())
        {
            if (resource.Database is null) Keep(resource);
            else Keep(ContainerDefinition.Read(resource, _databases.Values.First(database => database.Number == resource.Database).Id));
        }
    }

    public JsonObject Database(string address) => FindDatabase(address).Json;

    public ContainerDefinition Container(string database, string address) =>
        _containers.TryGetValue((database, address), out var found) ? found : throw CosmosError.NotFound($"container '{address}' in database '{database}'");

    /// <summary>A container that documents are asked of; the SDK tells a missing container from a missing document by the sub-status.</summary>
    public ContainerDefinition ContainerForDocuments(string database, string address) =>
        _containers.TryGetValue((database, address), out var found) ? found : throw CosmosError.NoContainer($"container '{address}' in database '{database}'");

    public Task<JsonObject> AddDatabase(JsonObject request) => Alone(async () =>
    {
        var id = CheckedId(request);
        if (_databases.ContainsKey(id)) throw CosmosError.Conflict();

        var database = await _store.AddResource(null, id, number => Described(new() { ["id"] = id }, ResourceIds.Database(number), "colls", "users"));
        Keep(database);
        return database.Json;
    });

    public Task<JsonObject> AddContainer(string databaseAddress, JsonObject request) => Alone(async () =>
    {
        var database = FindDatabase(databaseAddress);
        var id = CheckedId(request);
        if (_containers.ContainsKey((database.Id, id))) throw CosmosError.Conflict();

        ContainerDefinition.Check(request);
        request["indexingPolicy"] ??= new JsonObject
        {
            ["indexingMode"] = "consistent",
            ["automatic"] = true,
            ["includedPaths"] = new JsonArray(new JsonObject { ["path"] = "/*" }),
            ["excludedPaths"] = new JsonArray(new JsonObject { ["path"] = "/\"_etag\"/?" }),
        };
        var resource = await _store.AddResource(
            database.Number, id, number => Described(request, ResourceIds.Container(database.Number, number), "docs", "sprocs", "triggers", "udfs", "conflicts"));
        Keep(ContainerDefinition.Read(resource, database.Id));
        return resource.Json;
    });

    public Task RemoveDatabase(string address) => Alone(async () =>
    {
        var database = FindDatabase(address);
        var containers = _containers.Values.Where(container => container.Database == database.Number).Distinct().ToArray();
        await _store.RemoveResources([database.Number, .. containers.Select(container => container.Number)]);
        foreach (var container in containers) Forget(container);
        _databases.TryRemove(database.Id, out _);
        _databases.TryRemove(ResourceIds.Database(database.Number), out _);
        return database;
    });

    public Task RemoveContainer(string database, string address) => Alone(async () =>
    {
        var container = Container(database, address);
        await _store.RemoveResources([container.Number]);
        Forget(container);
        return container;
    });

    public void Dispose() => _gate.Dispose();

    private StoredResource FindDatabase(string address) => _databases.TryGetValue(address, out var found) ? found : throw CosmosError.NotFound($"database '{address}'");

    private async Task<T> Alone<T>(Func<Task<T>> change)
    {
        await _gate.WaitAsync();
        try
        {
            return await change();
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Keep(StoredResource database) =>
        _databases[database.Id] = _databases[ResourceIds.Database(database.Number)] = database;

    private void Keep(ContainerDefinition container) =>
        _containers[(container.DatabaseId, container.Id)] = _containers[(ResourceIds.Database(container.Database), container.ResourceId)] = container;

    private void Forget(ContainerDefinition container)
    {
        _containers.TryRemove((container.DatabaseId, container.Id), out _);
        _containers.TryRemove((ResourceIds.Database(container.Database), container.ResourceId), out _);
    }

    private static string CheckedId(JsonObject request) =>
        request["id"] is JsonValue value && value.TryGetValue(out string? id) && id is not "" && !id.AsSpan().ContainsAny("/\\?#")
            ? id
            : throw CosmosError.BadRequest("A database or container needs an 'id' without / \\ ? #.");

    private static JsonObject Described(JsonObject json, string resourceId, params ReadOnlySpan<string> links)
    {
        (json["_rid"], json["_self"], json["_etag"], json["_ts"]) = (resourceId, "", $"\"{Guid.NewGuid()}\"", 1);
        foreach (var link in links) json[$"_{link}"] = $"{link}/";
        return json;
    }
}
