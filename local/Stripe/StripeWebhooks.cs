using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Sends signed webhooks until each is taken; at somebody's wish held back, twice, or in the reverse order.</summary>
internal sealed class StripeWebhooks(StripeLedger ledger, string secret, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly List<JsonObject> _held = [];
    private Uri? _endpoint;
    private bool _holds;

    /// <summary>From now on webhooks go there; first those that nobody took before.</summary>
    public void DeliverTo(Uri endpoint)
    {
        _endpoint = endpoint;
        lock (ledger.Gate)
        {
            foreach (var (_, waiting) in ledger.Undelivered) Start(waiting!.DeepClone().AsObject());
        }
    }

    /// <summary>Tells that something happened to an object. The ledger is held by the caller, who also saves it.</summary>
    public void Tell(string type, JsonObject about)
    {
        var id = StripeLedger.NewId("evt");
        var told = new JsonObject
        {
            ["id"] = id,
            ["object"] = "event",
            ["created"] = clock.GetUtcNow().ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["type"] = type,
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        };
        ledger.Undelivered[id] = told.DeepClone();
        if (_holds) _held.Add(told);
        else Start(told);
    }

    /// <summary>Holds webhooks back until they are let go.</summary>
    public void Hold() => _holds = true;

    /// <summary>Lets go of what was held back, one after another.</summary>
    /// <param name="reversed">The last first.</param>
    /// <param name="times">How often each is sent.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task LetGo(bool reversed, int times, CancellationToken cancellation)
    {
        List<JsonObject> held;
        lock (ledger.Gate)
        {
            (held, _holds) = ([.. _held], false);
            _held.Clear();
        }

        if (reversed) held.Reverse();
        for (var time = 0; time < times; time++)
            foreach (var told in held) await Deliver(told, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var running in _running.Keys) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private void Start(JsonObject told)
    {
        if (_endpoint is null) return;

        var running = Task.Run(() => Deliver(told, _stop.Token));
        _running[running] = true;
        _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task Deliver(JsonObject told, CancellationToken cancellation)
    {
        var body = told.ToJsonString();
        for (var pause = FirstPause; !await IsTaken(body, cancellation); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            await Task.Delay(pause, clock, cancellation);

        lock (ledger.Gate)
        {
            if (ledger.Undelivered.Remove(told["id"]!.GetValue<string>())) ledger.Save();
        }
    }

    private async Task<bool> IsTaken(string body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Stripe-Signature", Sign(body));
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode) log.LogWarning("A webhook was answered with {Status}; it is sent again", (int)response.StatusCode);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            log.LogWarning("A webhook could not be sent: {Reason}; it is sent again", e.Message);
            return false;
        }
    }

    private string Sign(string body)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }
}
