using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Credits.Functions.Storage.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Http;

/// <summary>Who calls.</summary>
/// <param name="Id">The API key's id.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Account">The only account it may do that with; null for every account.</param>
public sealed record Caller(string Id, FrozenSet<string> Scopes, string? Account = null)
{
    /// <summary>Who sent a request that needed a key.</summary>
    public static Caller Of(HttpRequest request) => (Caller)request.HttpContext.Items[typeof(Caller)]!;
}

/// <summary>Knows API keys by their hash, and remembers what it looked up for half a minute.</summary>
public sealed class ApiKeys(ApiKeyStore store, IOptions<ApiOptions> options, TimeProvider clock)
{
    private const string Prefix = "ck_";
    private const string Operator = "operator";
    private const int SecretBytes = 32;
    private const int IdBytes = 6;
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (StoredApiKey? Key, long LookedUpAt)> _remembered = new(StringComparer.Ordinal);

    /// <summary>The hash under which a key is known.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A new key, to be shown once, and what is stored of it.</summary>
    public static (string Key, StoredApiKey Stored) Make(string name, ImmutableArray<string> scopes, string? account, DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var key = $"{Prefix}{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (key, new(id, name, scopes, [.. HashOf(key)], now, account));
    }

    /// <summary>Who has a key; null when nobody has it.</summary>
    public async ValueTask<Caller?> Find(string key, CancellationToken cancellation)
    {
        var hash = HashOf(key);
        if (options.Value.OperatorKeyHash is { Length: > 0 } operatorHash && Same(hash, Convert.FromHexString(operatorHash))) return new(Operator, Scopes.All);

        // Only what could be an id is looked up: a store takes not every text as a key, and whoever guesses should cost it nothing.
        if (key.Split('_') is not [_, var id, _] || !key.StartsWith(Prefix, StringComparison.Ordinal) || !IsId(id)) return null;

        var stored = await LookUp(id, cancellation);
        return stored is not null && Same(hash, stored.Hash.AsSpan()) ? new(stored.Id, stored.Scopes.ToFrozenSet(StringComparer.Ordinal), stored.Account) : null;
    }

    /// <summary>Forgets a key at once, as far as this instance is concerned.</summary>
    public void Forget(string id) => _remembered.TryRemove(id, out _);

    private static bool IsId(string text) => text.Length == IdBytes * 2 && text.All(char.IsAsciiHexDigitLower);

    private async ValueTask<StoredApiKey?> LookUp(string id, CancellationToken cancellation)
    {
        if (_remembered.TryGetValue(id, out var known) && clock.GetElapsedTime(known.LookedUpAt) < Memory) return known.Key;

        var key = await store.Find(id, cancellation);
        if (_remembered.Count >= MaxRemembered) _remembered.Clear(); // whoever guesses ids fills no memory
        _remembered[id] = (key, clock.GetTimestamp());
        return key;
    }

    private static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);
}
