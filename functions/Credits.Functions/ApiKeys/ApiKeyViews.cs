using Credits.Functions.Storage.Catalogue;
using Credits.Rating;

namespace Credits.Functions.ApiKeys;

/// <summary>A key to make.</summary>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Account">The only account it is for; left out, every account.</param>
public sealed record ApiKeyRequest(string Name, IReadOnlyList<string> Scopes, string? Account = null)
{
    private const int MaxNameLength = 200;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength) faults.Add(new("name", $"Must be 1 to {MaxNameLength} characters that are not all blank."));
        if (Account is not null && !AccountId.TryParse(Account, out _)) faults.Add(new("account", $"'{Account}' is not an account id: {AccountId.Rule}."));
        if (Scopes.Count == 0) faults.Add(new("scopes", "Name at least one scope."));
        if (Scopes.Count > Http.Scopes.All.Count)
        {
            faults.Add(new("scopes", $"There can be at most {Http.Scopes.All.Count}, not {Scopes.Count}."));
            return faults;
        }

        for (var i = 0; i < Scopes.Count; i++)
        {
            if (!Http.Scopes.All.Contains(Scopes[i]))
                faults.Add(new($"scopes[{i}]", $"'{Scopes[i]}' is not a scope; there are {string.Join(", ", Http.Scopes.All.Order(StringComparer.Ordinal))}."));
            else if (Scopes.Take(i).Contains(Scopes[i]))
                faults.Add(new($"scopes[{i}]", $"'{Scopes[i]}' is there twice."));
        }

        return faults;
    }
}

/// <summary>An API key, without its secret.</summary>
/// <param name="Id">The public part of the key.</param>
/// <param name="Name">What the operator calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Account">The only account it is for.</param>
/// <param name="Key">The whole key: shown when it is made, and never again.</param>
public sealed record ApiKeyView(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string? Account = null, string? Key = null)
{
    internal static ApiKeyView Of(StoredApiKey stored) => new(stored.Id, stored.Name, stored.Scopes, stored.CreatedAt, stored.Account);
}

/// <summary>Every API key.</summary>
public sealed record ApiKeysView(IReadOnlyList<ApiKeyView> ApiKeys);
