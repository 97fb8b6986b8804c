using System.Diagnostics;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Credits.EndToEnd.Tests.Telemetry.Otlp;
using Credits.Functions.Tests.Deliveries;

namespace Credits.EndToEnd.Tests.Telemetry;

/// <summary>What an operator's collector gets of what an app sends.</summary>
[Collection(ObservedStack.Collection)]
public sealed class Telemetry_should(ObservedStack observed) : IAsyncLifetime
{
    private const int Consumer = 5;
    private const int Client = 3;

    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();
    private readonly string _app = ActivitySpanId.CreateRandom().ToHexString();
    private WebhookReceiver _receiver = null!;
    private string _account = "";

    private string TraceParent => $"00-{_trace}-{_app}-01";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.Start();
        _account = await observed.Api.OpenAccount(100);
        await observed.Api.Put($"accounts/{_account}/alert-endpoints/told", $$"""{"url":"{{_receiver.Url}}?token=very-secret","types":["balance.below"]}""");
        await observed.Api.Put($"accounts/{_account}/thresholds", """{"thresholds":[{"left":90}]}""");
    }

    public async Task DisposeAsync()
    {
        await observed.Api.Send(HttpMethod.Delete, $"accounts/{_account}/alert-endpoints/told");
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Follow_an_event_in_its_apps_own_trace_to_the_webhook_that_tells_of_it()
    {
        await observed.Send(_account, new EventData(Event().But("traceparent", TraceParent).ToJsonString()));

        var spans = await observed.Collector.UntilTrace(_trace, "book usage", "commit", "tell", "deliver");

        Parents(spans).ShouldBe([_app, Id(spans["book usage"]), Id(spans["commit"]), Id(spans["tell"])]);
        (spans["book usage"].Kind, spans["deliver"].Kind).ShouldBe((Consumer, Client));
        (Tag(spans["book usage"], "credits.outcome"), Tag(spans["book usage"], "credits.account"), Tag(spans["deliver"], "credits.outcome")).ShouldBe(("booked", _account, "delivered"));
        _receiver.Received.ShouldHaveSingleItem().TraceParent.ShouldBe($"00-{_trace}-{Id(spans["deliver"])}-01");
    }

    [Fact]
    public async Task Follow_an_event_whose_client_library_wrote_the_trace_beside_it()
    {
        await observed.Send(_account, new EventData(Event().ToJsonString()) { Properties = { ["Diagnostic-Id"] = TraceParent } });

        (await observed.Collector.UntilTrace(_trace, "book usage", "commit"))["commit"].Attributes.ShouldContain(tag => tag.Key == "credits.request_charge");
    }

    [Fact]
    public async Task Follow_a_request_through_the_event_hub()
    {
        (await observed.Api.Send(HttpMethod.Post, "events", Event().ToJsonString(), headers: ("traceparent", TraceParent))).ShouldBe(202);

        await observed.Collector.UntilTrace(_trace, "book usage", "commit", "tell", "deliver");
    }

    [Fact]
    public async Task Follow_a_debit_over_HTTP()
    {
        (await observed.Api.Send(HttpMethod.Post, $"accounts/{_account}/debits", Event().ToJsonString(), headers: ("traceparent", TraceParent))).ShouldBe(201);

        var commit = (await observed.Collector.UntilTrace(_trace, "commit", "tell", "deliver"))["commit"];
        await ApiClient.Until(() => Task.FromResult(string.Join(", ", observed.Collector.Of(_trace).Select(Id))), ids => ids.Contains(Collector.Hex(commit.ParentSpanId), StringComparison.Ordinal), "the span of the request");
    }

    [Fact]
    public async Task Leave_an_event_alone_whose_app_traces_nothing()
    {
        await observed.Send(_account, new EventData(Event().ToJsonString()), new EventData(Event("unread").But("traceparent", "no trace").ToJsonString()));

        (await observed.Api.UntilDebits(_account, 2))["debits"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Measure_what_was_burned_to_the_millionth_and_what_the_store_charged()
    {
        var meter = $"meter-{Guid.NewGuid():N}";
        var account = await observed.Api.OpenAccountPricedBy($$"""{"rates":[{"meter":"{{meter}}","components":[{"credits":0.000003}]}]}""");

        await observed.Send(account, [.. Enumerable.Range(0, 10).Select(i => new EventData(Usage.Call(account, $"e{i}").But("type", meter).ToJsonString()))]);

        (await observed.Collector.UntilSum("credits.burned", "meter", meter, least: 30)).ShouldBe(30);
        (await observed.Collector.UntilMetric("credits.cosmos.request_charge")).Sum.DataPoints.ShouldAllBe(point => point.AsDouble > 0);
        (await observed.Collector.UntilMetric("credits.ingest.delay")).Histogram.DataPoints.Sum(point => (long)point.Count).ShouldBePositive();
        observed.Collector.Metrics.Where(metric => metric.Name.StartsWith("credits.", StringComparison.Ordinal)).SelectMany(metric => metric.Sum?.DataPoints ?? []).SelectMany(point => point.Attributes)
            .ShouldAllBe(tag => tag.Value.StringValue != account);
    }

    [Fact]
    public async Task Count_dead_letters_by_why_and_log_them()
    {
        await observed.Send(_account, new EventData(Event().But("type", $"unheard-of-{_trace}").ToJsonString()));

        await observed.Collector.UntilSum("credits.events.dead_lettered", "reason", "unknown-meter", least: 1);
        await ApiClient.Until(() => Task.FromResult(observed.Collector.Logs.Select(log => log.Body.StringValue)), logs => logs.Any(log => log.Contains("became dead letters", StringComparison.Ordinal)), "the log of a dead letter");
    }

    [Fact]
    public async Task Tell_no_member_no_mail_address_no_key_and_no_address_of_a_webhook()
    {
        var (member, mail) = ($"member-{_trace}", $"{_trace}@customer.example");
        await observed.Api.Put($"accounts/{_account}/alert-endpoints/mailed", $$"""{"email":"{{mail}}","types":["balance.below"]}""");
        await observed.Api.Put($"accounts/{_account}/caps", $$"""{"caps":[{"limit":1,"window":"day","member":"{{member}}"}]}""");
        _receiver.Answer = (410, "");
        await observed.Send(_account, new EventData(Event().But("traceparent", TraceParent).But("member", member).ToJsonString()), new EventData(Event("bad").But("type", $"unheard-of-{_trace}").But("member", member).ToJsonString()));
        await observed.Api.Get($"accounts/{_account}/check?meter=image&member={member}");
        var key = (await observed.Api.Post("api-keys", """{"name":"one","scopes":["ingest:read"]}""")).Text("key");
        (await observed.Api.Send(HttpMethod.Get, "ingest", key: key)).ShouldBe(200);

        await ApiClient.Until(() => Task.FromResult(_receiver.Received.Count), count => count > 0, "the webhook");
        await ApiClient.Until(() => Task.FromResult(observed.Collector.Logs.Any(log => log.Attributes.Any(tag => tag.Value.StringValue == "told"))), told => told, "the log of the failed delivery");

        observed.Collector.Holds(_account).ShouldBeTrue("else this looks at nothing");
        foreach (var secret in (string[])[member, mail, key, observed.ApiKey, "very-secret"]) observed.Collector.Holds(secret).ShouldBeFalse(secret);
    }

    private static string Id(Span span) => Collector.Hex(span.SpanId);

    private static IEnumerable<string> Parents(IReadOnlyDictionary<string, Span> spans) =>
        ((string[])["book usage", "commit", "tell", "deliver"]).Select(name => Collector.Hex(spans[name].ParentSpanId));

    private static string? Tag(Span span, string name) => span.Attributes.SingleOrDefault(tag => tag.Key == name)?.Value.StringValue;

    // 20 credits, which is below the threshold at once.
    private JsonObject Event(string id = "e1") => Usage.Call(_account, id, inputTokens: 20_000, outputTokens: 0);
}
