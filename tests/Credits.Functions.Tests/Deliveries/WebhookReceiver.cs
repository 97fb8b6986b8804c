using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.Tests.Deliveries;

/// <summary>What webhooks are sent to: a customer's server, which answers as it is told to.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/hook";

    /// <summary>What it answers from now on.</summary>
    public (int Status, string Body) Answer { get; set; } = (204, "");

    /// <summary>Where it sends on whoever comes; null for nowhere.</summary>
    public string? Location { get; set; }

    /// <summary>What happens before it answers; null for nothing.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Everything that came, whatever it was answered.</summary>
    public ConcurrentQueue<ReceivedWebhook> Received { get; } = [];

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Map("/{**path}", receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        string Header(string name) => http.Request.Headers[name].ToString();
        Received.Enqueue(new(http.Request.Path, Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), Header("Content-Type"), await body.ReadToEndAsync()) { TraceParent = Header("traceparent") });
        if (Meanwhile is not null) await Meanwhile();
        http.Response.StatusCode = Answer.Status;
        if (Location is not null) http.Response.Headers.Location = Location;
        if (Answer.Body.Length > 0) await http.Response.WriteAsync(Answer.Body);
    }
}

/// <summary>A webhook as it came.</summary>
public sealed record ReceivedWebhook(string Path, string Id, string Timestamp, string Signature, string ContentType, string Body)
{
    /// <summary>The trace that it came in; empty for none.</summary>
    public string TraceParent { get; init; } = "";

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Whether one of its signatures is by a secret, as a customer would look.</summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")))}";
        return Signature.Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected)));
    }
}
