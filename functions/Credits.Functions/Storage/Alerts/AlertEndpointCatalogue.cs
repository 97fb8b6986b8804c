using System.Collections.Concurrent;

namespace Credits.Functions.Storage.Alerts;

/// <summary>Who is to be told of accounts, kept in memory and read again every two seconds: so long a change takes to count everywhere.</summary>
public sealed class AlertEndpointCatalogue(AlertEndpointStore store, TimeProvider clock)
{
    /// <summary>How old what is in memory may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    // Most accounts have no endpoints, which is a few bytes to remember. An instance that sees more accounts in a row begins anew.
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<AlertOwner, (IReadOnlyList<AlertEndpoint> Endpoints, long ReadAt)> _remembered = new();

    /// <summary>The endpoints of an owner.</summary>
    public async ValueTask<IReadOnlyList<AlertEndpoint>> Of(AlertOwner owner, CancellationToken cancellation)
    {
        if (_remembered.TryGetValue(owner, out var kept) && clock.GetElapsedTime(kept.ReadAt) < Freshness) return kept.Endpoints;

        var readAt = clock.GetTimestamp();
        var endpoints = await store.List(owner, cancellation);
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered[owner] = (endpoints, readAt);
        return endpoints;
    }

    /// <summary>Forgets what it knows of an owner at once, as far as this instance is concerned.</summary>
    public void Forget(AlertOwner owner) => _remembered.TryRemove(owner, out _);
}
