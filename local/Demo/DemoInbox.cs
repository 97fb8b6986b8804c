using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Credits.Local.Demo;

/// <summary>Where the product's alerts come to: an alert endpoint as any app would serve one, except that it shows what it is told and trusts it unseen.</summary>
internal sealed class DemoInbox : IAsyncDisposable
{
    private const string EndpointId = "demo";
    private static readonly string[] Types = ["balance.below", "balance.exhausted", "balance.recovered", "topup.succeeded", "topup.failed", "topup.paused"];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _ids = new();
    private readonly ConcurrentDictionary<(string Account, string Subject), DemoAlert> _latest = new();
    private readonly ConcurrentQueue<DemoAlert> _new = new();

    private DemoInbox(WebApplication app) => _app = app;

    /// <summary>Serves the endpoint, and has the product tell it of every account.</summary>
    public static async Task<DemoInbox> Open(DemoApi api, CancellationToken cancellation)
    {
        var builder = Servers.NewBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var inbox = new DemoInbox(builder.Build());
        inbox._app.MapPost("/", (HttpRequest request, JsonObject alert) => inbox.Take(request.Headers["webhook-id"].ToString(), DemoAlert.Read(alert)));
        await inbox._app.StartAsync(cancellation);
        await api.Put($"alert-endpoints/{EndpointId}", new()
        {
            ["url"] = inbox._app.Urls.Single(),
            ["types"] = new JsonArray([.. Types.Select(type => (JsonNode)type)]),
        }, cancellation);
        return inbox;
    }

    /// <summary>What was last told of an account's balance, and of its top-ups; oldest first.</summary>
    public IEnumerable<DemoAlert> LatestOf(string account) => _latest.Where(told => told.Key.Account == account).Select(told => told.Value).OrderBy(alert => alert.At);

    /// <summary>The next alert that was not taken out yet; null when there is none.</summary>
    public DemoAlert? TakeNew() => _new.TryDequeue(out var alert) ? alert : null;

    /// <summary>Has the product tell it nothing more: what is served later on the same data would tell nobody.</summary>
    public static Task Close(DemoApi api) => api.Delete($"alert-endpoints/{EndpointId}", CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // An alert comes at least once, and in any order.
    private IResult Take(string id, DemoAlert alert)
    {
        if (_ids.TryAdd(id, true))
        {
            _new.Enqueue(alert);
            _latest.AddOrUpdate((alert.Account, alert.Subject), alert, (_, earlier) => alert.At >= earlier.At ? alert : earlier);
        }

        return Results.NoContent();
    }
}
