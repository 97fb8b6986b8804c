using System.Text.Json.Nodes;
using Credits.Local.Cosmos.Queries;

namespace Credits.Local.Cosmos;

/// <summary>A container's indexing policy: which paths queries may sort by, and which the store keeps an index of.</summary>
internal sealed class IndexingPolicy
{
    private readonly List<(string Prefix, bool Exact, bool Included)> _rules = [];
    private readonly List<Sort[]> _composites = [];

    private IndexingPolicy()
    {
    }

    /// <summary>The properties that are named one by one; the store keeps an index of each.</summary>
    public IReadOnlyList<string> Named { get; private set; } = [];

    /// <summary>Reads a policy; a container without one indexes everything.</summary>
    public static IndexingPolicy Read(JsonNode? json)
    {
        var policy = new IndexingPolicy();
        if (json?["indexingMode"] is { } mode && !string.Equals((string?)mode, "consistent", StringComparison.OrdinalIgnoreCase)) throw CosmosError.Unsupported($"the indexing mode '{mode}'");

        var included = Paths(json?["includedPaths"]);
        var excluded = Paths(json?["excludedPaths"]);
        if (!included.Contains("/*") && !excluded.Contains("/*"))
        {
            if (included.Count > 0) throw CosmosError.BadRequest("The indexing policy must have the path '/*' among the included or the excluded paths.");
            included.Add("/*");
        }

        foreach (var path in included) policy._rules.Add(Rule(path, included: true));
        foreach (var path in excluded) policy._rules.Add(Rule(path, included: false));
        foreach (var composite in json?["compositeIndexes"]?.AsArray() ?? [])
            policy._composites.Add([.. composite!.AsArray().Select(part => new Sort(new(Unquoted((string)part!["path"]!)), (string?)part["order"] == "descending"))]);
        policy.Named = [.. policy._rules.Where(rule => rule.Included && rule.Exact && rule.Prefix.Count(c => c == '/') == 1).Select(rule => rule.Prefix[1..])];
        return policy;
    }

    /// <summary>Refuses an order that the service has no index for.</summary>
    public void AssertServes(IReadOnlyList<Sort> orderBy)
    {
        foreach (var sort in orderBy)
            if (!Covers(sort.Path)) throw CosmosError.BadRequest($"The index path corresponding to the specified order-by item is excluded: '{sort.Path.Text}' is not in the container's indexing policy.");

        if (orderBy.Count > 1 && !_composites.Any(composite => Serves(composite, orderBy)))
            throw CosmosError.BadRequest("The order by query does not have a corresponding composite index that it can be served from.");
    }

    // The longest matching rule wins, as the service has it; id and _ts are always indexed there.
    private bool Covers(PropertyPath path) => path.Text is "/id" or "/_ts" || _rules
        .Where(rule => rule.Exact ? rule.Prefix == path.Text : path.Text.StartsWith(rule.Prefix + '/', StringComparison.Ordinal))
        .OrderByDescending(rule => rule.Prefix.Length).ThenByDescending(rule => rule.Exact)
        .Select(rule => rule.Included).FirstOrDefault();

    // As written, or every part the other way round.
    private static bool Serves(Sort[] composite, IReadOnlyList<Sort> orderBy) =>
        composite.SequenceEqual(orderBy) || composite.SequenceEqual(orderBy.Select(sort => sort with { Descending = !sort.Descending }));

    private static List<string> Paths(JsonNode? list) => list?.AsArray().Select(item => (string)item!["path"]!).ToList() ?? [];

    private static (string Prefix, bool Exact, bool Included) Rule(string path, bool included)
    {
        var end = path.Length < 2 ? "" : path[^2..];
        if (end is not ("/?" or "/*")) throw CosmosError.BadRequest($"The indexed path '{path}' must end in '/?' or '/*'.");
        return (Unquoted(path[..^2]), end == "/?", included);
    }

    private static string Unquoted(string path) => path.Replace("\"", "", StringComparison.Ordinal);
}
