using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Credits.Local.Tests.Cosmos;

/// <summary>A gateway and a real client of it, for the tests of one class; each test has a database of its own.</summary>
public sealed class CosmosFixture : IAsyncLifetime
{
    private const string KeyPath = "/accountId";
    private static readonly string[] IndexedPaths = ["/kind/?", "/first/?", "/at/?", "/page/?"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("credits-cosmos-");
    private int _databases;

    public ManualClock Clock { get; } = new();

    public CosmosGateway Gateway { get; private set; } = null!;

    public CosmosClient Client { get; private set; } = null!;

    public string DatabaseFile => Path.Combine(_data.FullName, "cosmos.db");

    public async Task InitializeAsync() => await Start();

    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        _data.Delete(recursive: true);
    }

    public async Task<Database> NewDatabase() => (await Client.CreateDatabaseAsync($"d{Interlocked.Increment(ref _databases)}")).Database;

    /// <summary>A container that indexes what the product's journal is read by, and nothing else.</summary>
    public async Task<Container> NewContainer(Action<ContainerProperties>? with = null)
    {
        var properties = new ContainerProperties("items", KeyPath) { DefaultTimeToLive = -1 };
        foreach (var path in IndexedPaths) properties.IndexingPolicy.IncludedPaths.Add(new() { Path = path });
        properties.IndexingPolicy.ExcludedPaths.Add(new() { Path = "/*" });
        with?.Invoke(properties);
        return (await (await NewDatabase()).CreateContainerAsync(properties)).Container;
    }

    public CosmosClient NewClient(Action<CosmosClientOptions>? with = null)
    {
        var options = new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true };
        with?.Invoke(options);
        return new(Gateway.ConnectionString, options);
    }

    private async Task Start()
    {
        Gateway = await CosmosGateway.Start(_data.FullName, 0, Clock, NullLoggerFactory.Instance, CancellationToken.None);
        Client = NewClient();
    }

    private async Task Stop()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
    }
}

/// <summary>Documents as JSON text, as the product has them.</summary>
internal static class Documents
{
    public static MemoryStream Json(string json) => new(Encoding.UTF8.GetBytes(json));

    public static MemoryStream Item(string id, string properties = "\"n\":0", string account = "a1") => Json($$"""{"id":"{{id}}","accountId":"{{account}}",{{properties}}}""");

    public static async Task<ResponseMessage> Create(this Container container, string id, string properties = "\"n\":0", string account = "a1") =>
        await container.CreateItemStreamAsync(Item(id, properties, account), new(account));

    public static async Task<ResponseMessage> Find(this Container container, string id, string account = "a1") => await container.ReadItemStreamAsync(id, new(account));

    public static async Task<string> Text(this ResponseMessage response) => await new StreamReader(response.Content).ReadToEndAsync();

    public static async Task<JsonObject> Body(this ResponseMessage response) => JsonNode.Parse(await response.Text())!.AsObject();

    public static async Task<bool> Has(this Container container, string id, string account = "a1")
    {
        using var found = await container.Find(id, account);
        return found.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>All a query answers, page by page, each page a list of JSON texts.</summary>
    public static async Task<List<List<string>>> Pages(this Container container, QueryDefinition query, int size = 100, string? account = "a1", Func<int, Task>? between = null)
    {
        var pages = new List<List<string>>();
        using var feed = container.GetItemQueryStreamIterator(query, requestOptions: new() { MaxItemCount = size, PartitionKey = account is null ? null : new(account) });
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            page.EnsureSuccessStatusCode();
            using var json = await JsonDocument.ParseAsync(page.Content);
            pages.Add([.. json.RootElement.GetProperty("Documents").EnumerateArray().Select(document => document.GetRawText())]);
            if (between is not null) await between(pages.Count);
        }

        return pages;
    }

    public static async Task<List<string>> Query(this Container container, QueryDefinition query, string? account = "a1") => [.. (await container.Pages(query, account: account)).SelectMany(page => page)];

    public static Task<List<string>> Query(this Container container, string query, string? account = "a1") => container.Query(new QueryDefinition(query), account);

    /// <summary>The ids a query with SELECT * answers, in order.</summary>
    public static async Task<string> Ids(this Container container, string query, string? account = "a1") =>
        string.Join(" ", (await container.Query(query, account)).Select(document => (string)JsonNode.Parse(document)!["id"]!));
}
