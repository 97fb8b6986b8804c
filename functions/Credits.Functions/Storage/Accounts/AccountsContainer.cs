using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Storage.Accounts;

/// <summary>The Cosmos DB container that holds every account: its key, its indexes, its time to live.</summary>
public static class AccountsContainer
{
    /// <summary>The partition key: everything of an account commits together.</summary>
    public const string PartitionKeyPath = "/accountId";

    /// <summary>The only indexed paths. Every other would be paid for at each write and asked for by nobody.</summary>
    public static readonly string[] IndexedPaths = ["/kind/?", "/first/?", "/at/?", "/page/?", "/nextDueAt/?", "/untoldSince/?", "/topUp/?", "/settings/plan/?"];

    // Documents live for ever unless they say otherwise, as fingerprint pages do.
    private const int NoDefaultTimeToLive = -1;

    /// <summary>The container's definition; infrastructure as code must say the same.</summary>
    public static ContainerProperties Define(string name)
    {
        var container = new ContainerProperties(name, PartitionKeyPath) { DefaultTimeToLive = NoDefaultTimeToLive };
        foreach (var path in IndexedPaths) container.IndexingPolicy.IncludedPaths.Add(new() { Path = path });
        container.IndexingPolicy.ExcludedPaths.Add(new() { Path = "/*" });
        return container;
    }
}
