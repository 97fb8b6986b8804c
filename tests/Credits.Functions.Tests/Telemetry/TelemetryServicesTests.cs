using System.Diagnostics;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Deliveries;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Telemetry;

public sealed class TelemetryServicesTests
{
    private const string Key = "InstrumentationKey=00000000-0000-0000-0000-000000000001";

    [Fact]
    public void Where_no_setting_names_a_place_nothing_is_collected()
    {
        using var services = ServicesWith();

        services.GetService<TracerProvider>().ShouldBeNull();
        services.GetService<MeterProvider>().ShouldBeNull();
        services.GetRequiredService<Instruments>().EventsBooked.Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Spans_and_metrics_go_to_Azure_Monitor_where_a_connection_string_names_it()
    {
        await using var ingestion = await WebhookReceiver.Start();
        ingestion.Answer = (200, """{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
        using var services = ServicesWith(("APPLICATIONINSIGHTS_CONNECTION_STRING", $"{Key};IngestionEndpoint={new Uri(new Uri(ingestion.Url), "/")}"));
        var (traces, metrics) = (services.GetRequiredService<TracerProvider>(), services.GetRequiredService<MeterProvider>());

        services.GetRequiredService<Instruments>().EventsBooked.Add(1);
        metrics.ForceFlush().ShouldBeTrue();
        var measured = ingestion.Received.Count;
        Spans.Follow("tell", ActivityKind.Consumer, traceParent: null).ShouldNotBeNull().Dispose();
        traces.ForceFlush().ShouldBeTrue();

        measured.ShouldBePositive();
        ingestion.Received.Count.ShouldBeGreaterThan(measured);
        ingestion.Received.ShouldAllBe(request => request.Path.EndsWith("/track", StringComparison.Ordinal));
    }

    [Fact]
    public void With_keys_switched_off_Azure_Monitor_is_shown_the_apps_identity_and_a_collector_may_stand_beside_it()
    {
        using var services = ServicesWith(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", Key), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=00000000-0000-0000-0000-000000000002;Authorization=AAD"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"));

        services.GetRequiredService<TracerProvider>().ShouldNotBeNull();
        services.GetRequiredService<MeterProvider>().ShouldNotBeNull();
    }

    [Fact]
    public void What_its_caller_does_not_record_is_handed_on_to_nobody()
    {
        using var caller = new Activity("unrecorded").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None).Start();

        Spans.Current.ShouldBeNull();
    }

    private static ServiceProvider ServicesWith(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ""; // whatever this machine's environment says
        foreach (var (name, value) in settings) builder.Configuration[name] = value;
        builder.AddTelemetry();
        return builder.Services.BuildServiceProvider();
    }
}
