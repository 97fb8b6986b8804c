using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Credits.EndToEnd.Tests.Telemetry.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Credits.EndToEnd.Tests.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what it gets, over OTLP as <c>http/protobuf</c>.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = [];
    private readonly ConcurrentQueue<Span> _spans = [];
    private readonly ConcurrentQueue<Metric> _metrics = [];
    private readonly ConcurrentQueue<LogRecord> _logs = [];

    private Collector(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public IEnumerable<LogRecord> Logs => _logs;

    /// <summary>Each metric as it was told last.</summary>
    public IEnumerable<Metric> Metrics => _metrics.GroupBy(metric => metric.Name).Select(told => told.Last());

    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector.Take("traces", body => TracesRequest.Parser.ParseFrom(body).ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans), collector._spans);
        collector.Take("metrics", body => MetricsRequest.Parser.ParseFrom(body).ResourceMetrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics), collector._metrics);
        collector.Take("logs", body => LogsRequest.Parser.ParseFrom(body).ResourceLogs.SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords), collector._logs);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The spans of a trace, once those of these names have come.</summary>
    public async Task<IReadOnlyDictionary<string, Span>> UntilTrace(string trace, params string[] names)
    {
        await ApiClient.Until(
            () => Task.FromResult(string.Join(", ", Of(trace).Select(span => span.Name))), found => names.All(name => found.Split(", ").Contains(name)), $"{string.Join(", ", names)} in trace {trace}");
        return names.ToDictionary(name => name, name => Of(trace).Single(span => span.Name == name));
    }

    /// <summary>The spans of a trace that have come.</summary>
    public IEnumerable<Span> Of(string trace) => _spans.Where(span => Hex(span.TraceId) == trace);

    /// <summary>The sum of a metric, over those of its points that have a tag, once it has come to so much.</summary>
    public Task<long> UntilSum(string metric, string tag, string value, long least) => ApiClient.Until(
        () => Task.FromResult(Points(metric).Where(point => point.Attributes.Any(each => each.Key == tag && each.Value.StringValue == value)).Sum(point => point.AsInt)),
        sum => sum >= least, $"{metric} of {tag} {value} to be {least}");

    /// <summary>A metric as it was told last, once it was.</summary>
    public async Task<Metric> UntilMetric(string name) => (await ApiClient.Until(() => Task.FromResult(Metrics.SingleOrDefault(metric => metric.Name == name)), metric => metric is not null, name))!;

    /// <summary>Whether a text stands anywhere in what has come.</summary>
    public bool Holds(string text) => _bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<NumberPoint> Points(string name) => Metrics.Where(metric => metric.Name == name).SelectMany(metric => metric.Sum?.DataPoints ?? metric.Gauge?.DataPoints ?? []);

    private void Take<T>(string signal, Func<byte[], IEnumerable<T>> read, ConcurrentQueue<T> into) => _app.MapPost($"/v1/{signal}", async (HttpRequest request) =>
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        _bodies.Enqueue(buffer.ToArray());
        foreach (var item in read(buffer.ToArray())) into.Enqueue(item);
    });
}
