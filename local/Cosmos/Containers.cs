using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Credits.Local.Cosmos;

/// <summary>A container: its key, its time to live, and the paths that queries may use.</summary>
internal sealed record ContainerDefinition(int Database, int Number, string DatabaseId, string Id, string[] KeyPath, int? DefaultTimeToLive, string[] IndexedPaths, JsonObject Json)
{
    // One column each in the documents' table.
    public const int MaxIndexedPaths = 8;

    public string ResourceId { get; } = ResourceIds.Container(Database, Number);

    /// <summary>Reads a container as the SDK asks for it; refuses what documents could not be served by.</summary>
    public static ContainerDefinition Read(JsonObject json, int database, string databaseId, int number)
    {
        var id = (string?)json["id"] ?? throw CosmosError.BadRequest("A container needs an 'id'.");
        var key = json["partitionKey"];
        if (key?["paths"]?.AsArray() is not [{ } path] || ((string?)key["kind"] ?? "Hash") != "Hash") throw CosmosError.Unsupported("partition keys other than one hashed path");
        if (json["uniqueKeyPolicy"]?["uniqueKeys"]?.AsArray() is { Count: > 0 }) throw CosmosError.Unsupported("unique keys");

        var included = json["indexingPolicy"]?["includedPaths"]?.AsArray().Select(item => (string)item!["path"]!) ?? [];
        var indexed = included.Where(item => item != "/*").Select(Property).ToArray();
        if (indexed.Length > MaxIndexedPaths) throw CosmosError.Unsupported($"more than {MaxIndexedPaths} indexed paths");

        return new(database, number, databaseId, id, ((string)path!).Trim('/').Split('/'), (int?)json["defaultTtl"], indexed, json);
    }

    // "/first/?" is the scalar property "first".
    private static string Property(string path) =>
        path.EndsWith("/?", StringComparison.Ordinal) && path.Count(c => c == '/') == 2 ? path[1..^2] : throw CosmosError.Unsupported($"indexed path '{path}'; only '/*' and paths such as '/name/?' are");
}

/// <summary>Databases and containers; kept with the documents.</summary>
internal sealed class Containers(DocumentStore store)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, JsonObject> _databases = new();
    private readonly ConcurrentDictionary<(string Database, string Id), ContainerDefinition> _containers = new();

    /// <summary>Reads what an earlier process made.</summary>
    public void Load()
    {
        foreach (var (path, json) in store.ReadResources())
        {
            if (path.Split('/') is [var database, _]) Keep(ContainerDefinition.Read(json, (int)_databases[database]["number"]!, database, (int)json["number"]!));
            else _databases[path] = json;
        }
    }

    public JsonObject Database(string id) => FindDatabase(id) ?? throw CosmosError.NotFound($"database '{id}'");

    public ContainerDefinition Container(string database, string id, bool forDocuments = false) =>
        _containers.Values.FirstOrDefault(item => (item.Id == id || item.ResourceId == id) && (item.DatabaseId == database || ResourceIds.Database(item.Database) == database))
        ?? throw (forDocuments ? CosmosError.NoContainer($"container '{id}'") : CosmosError.NotFound($"container '{id}'"));

    public JsonObject AddDatabase(JsonObject request)
    {
        lock (_gate)
        {
            var id = (string?)request["id"] ?? throw CosmosError.BadRequest("A database needs an 'id'.");
            if (_databases.ContainsKey(id)) throw CosmosError.Conflict();

            var number = 1 + _databases.Values.Select(item => (int)item["number"]!).DefaultIfEmpty().Max();
            var json = Described(new() { ["id"] = id, ["number"] = number }, ResourceIds.Database(number), ("_colls", "colls/"), ("_users", "users/"));
            store.WriteResource(id, json);
            return _databases[id] = json;
        }
    }

    public JsonObject AddContainer(string databaseId, JsonObject request)
    {
        lock (_gate)
        {
            var database = Database(databaseId);
            var (id, name) = ((string)database["id"]!, (string?)request["id"]);
            if (name is not null && _containers.ContainsKey((id, name))) throw CosmosError.Conflict();

            var number = 1 + _containers.Values.Select(item => item.Number).DefaultIfEmpty().Max();
            request["number"] = number;
            var container = ContainerDefinition.Read(request, (int)database["number"]!, id, number);
            Described(container.Json, container.ResourceId, ("_docs", "docs/"), ("_sprocs", "sprocs/"), ("_triggers", "triggers/"), ("_udfs", "udfs/"), ("_conflicts", "conflicts/"));
            container.Json["indexingPolicy"] ??= new JsonObject { ["indexingMode"] = "consistent", ["automatic"] = true };
            store.WriteResource($"{id}/{container.Id}", container.Json);
            Keep(container);
            return container.Json;
        }
    }

    private JsonObject? FindDatabase(string id) =>
        _databases.GetValueOrDefault(id) ?? _databases.Values.FirstOrDefault(item => (string?)item["_rid"] == id);

    private void Keep(ContainerDefinition container) => _containers[(container.DatabaseId, container.Id)] = container;

    private static JsonObject Described(JsonObject json, string resourceId, params ReadOnlySpan<(string Name, string Value)> links)
    {
        (json["_rid"], json["_self"], json["_etag"], json["_ts"]) = (resourceId, "", $"\"{Guid.NewGuid()}\"", 1);
        foreach (var (name, value) in links) json[name] = value;
        return json;
    }
}
