using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>Stands between a worker and what it reaches. Requests pass, but for those that are held: before they arrive, or before their answer is heard.</summary>
internal sealed class Drawbridge : IAsyncDisposable
{
    private static readonly HashSet<string> OfConnection = new(["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Expect"], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, (WebApplication App, Uri Url)> _roads = [];
    private readonly ConcurrentDictionary<string, Uri> _targets = [];
    private readonly ConcurrentQueue<(Uri Target, Request Request)> _stopped = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>What passes.</summary>
    public Steps Steps { get; } = new();

    /// <summary>Opens a road.</summary>
    /// <returns>Where it begins.</returns>
    public async Task<Uri> Open(string road)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(http => Pass(road, http));
        await app.StartAsync();
        var url = new Uri(app.Urls.Single());
        _roads[road] = (app, url);
        return url;
    }

    /// <summary>Says where a road leads.</summary>
    /// <returns>The same address, over the road.</returns>
    public Uri Lead(string road, Uri target)
    {
        _targets[road] = target;
        return new(_roads[road].Url, target.PathAndQuery);
    }

    /// <summary>Lets pass what was held before it arrived: it comes long after the one who sent it was killed.</summary>
    public async Task LetStoppedPass()
    {
        while (_stopped.TryDequeue(out var late))
        {
            using var answer = await Send(late.Target, late.Request, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (app, _) in _roads.Values) await app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Pass(string road, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var request = new Request(
            http.Request.Method, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            [.. http.Request.Headers.Where(header => !OfConnection.Contains(header.Key)).Select(header => (header.Key, header.Value.ToString()))], body.ToArray());
        var (target, passage) = (_targets[road], Passage.Of(road, http.Request, request.Body));
        var hold = Steps.Arrive(passage);
        if (hold is { Moment: Moment.Before })
        {
            _stopped.Enqueue((target, request));
            await hold.Until(http.RequestAborted);
            http.Abort();
            return;
        }

        using var answer = await Send(target, request, CancellationToken.None);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Steps.Answered(passage, Encoding.UTF8.GetString(bytes));
        if (hold is not null)
        {
            await hold.Until(http.RequestAborted);
            http.Abort();
            return;
        }

        await Answer(http, answer, request.Target == "/" ? ThisWay(road, bytes) : bytes);
    }

    // Cosmos DB tells its clients where else to ask.
    private byte[] ThisWay(string road, byte[] body) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(_targets[road].ToString(), _roads[road].Url.ToString(), StringComparison.Ordinal));

    private Task<HttpResponseMessage> Send(Uri target, Request request, CancellationToken cancellation)
    {
        var message = new HttpRequestMessage(new(request.Method), target.GetLeftPart(UriPartial.Authority) + request.Target);
        if (request.Body.Length > 0 || request.Headers.Any(header => header.Name == "Content-Type")) message.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(message, cancellation);
    }

    private static async Task Answer(HttpContext http, HttpResponseMessage answer, byte[] body)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!OfConnection.Contains(name) && name != "Content-Length") http.Response.Headers[name] = values.ToArray();

        if (HttpMethods.IsHead(http.Request.Method)) http.Response.ContentLength = answer.Content.Headers.ContentLength;
        else if (body.Length > 0)
        {
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body);
        }
    }

    private sealed record Request(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);
}
