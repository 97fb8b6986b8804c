using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Credits.Local.Tests.Stripe;

/// <summary>What webhooks are sent to: it refuses some, then takes them.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _refusals;
    private int _refused;

    private Receiver(WebApplication app, int refusals) => (_app, _refusals) = (app, refusals);

    public Uri Url => new(_app.Urls.Single());

    public ConcurrentQueue<(string Signature, string Body)> Taken { get; } = [];

    public int Refused => Volatile.Read(ref _refused);

    public static async Task<Receiver> Start(int refusals = 0)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new Receiver(builder.Build(), refusals);
        receiver._app.MapPost("/", receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    public IEnumerable<string> Types => Taken.Select(taken => JsonNode.Parse(taken.Body)!["type"]!.GetValue<string>());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        using var body = new StreamReader(request.Body);
        var text = await body.ReadToEndAsync();
        if (Interlocked.Decrement(ref _refusals) >= 0)
        {
            Interlocked.Increment(ref _refused);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Taken.Enqueue((request.Headers["Stripe-Signature"].ToString(), text));
        return Results.Ok();
    }
}
