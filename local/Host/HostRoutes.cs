using Microsoft.Extensions.Primitives;

namespace Credits.Local.Host;

/// <summary>The HTTP functions' routes, replaced as a whole whenever a worker becomes ready.</summary>
public sealed class HostRoutes : EndpointDataSource
{
    private readonly Lock _gate = new();
    private ConfigurationReloadToken _changed = new();
    private volatile IReadOnlyList<Endpoint> _endpoints = [];
    private volatile bool _areKnown;

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <summary>Whether there are routes, and requests find them.</summary>
    public bool AreKnown => _areKnown;

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken()
    {
        lock (_gate) return _changed;
    }

    /// <summary>Routes from now on.</summary>
    public void Replace(IReadOnlyList<Endpoint> endpoints)
    {
        ConfigurationReloadToken old;
        lock (_gate)
        {
            _endpoints = endpoints;
            (old, _changed) = (_changed, new());
        }

        old.OnReload(); // routing has followed when this returns
        _areKnown = true;
    }
}
