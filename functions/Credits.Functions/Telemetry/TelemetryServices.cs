using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Credits.Functions.Telemetry;

/// <summary>Wires where traces, metrics and logs go: to what the settings name, to both if both are named, and nowhere at no cost if none is.</summary>
public static class TelemetryServices
{
    /// <summary>Adds it.</summary>
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddMetrics().AddSingleton<Instruments>().AddSingleton<IValidateOptions<TelemetryDestinations>, TelemetryCheck>();
        builder.Services.AddOptions<TelemetryDestinations>().Configure<IConfiguration>((destinations, settings) => destinations.Read(settings)).ValidateOnStart();

        // Exporters end the app in words of their own where settings are wrong, before the check can tell.
        var to = new TelemetryDestinations();
        to.Read(builder.Configuration);
        if (to.AreNone || to.Faults().Any()) return builder;

        // Requests as the libraries log them have queries, and with them members' names.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning).AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning).AddFilter<OpenTelemetryLoggerProvider>("Grpc", LogLevel.Warning);

        var telemetry = builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(Spans.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(Instruments.MeterName))
            .WithLogging(configureBuilder: null, logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true));
        if (to.Otlp.Length > 0) AddOtlp(telemetry);
        if (to.AzureMonitor.Length > 0) AddAzureMonitor(telemetry, to, builder.Configuration);
        return builder;
    }

    // The standard variables say the rest: protocol, headers, intervals, sampler.
    private static void AddOtlp(IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(traces => traces.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter()).WithLogging(logs => logs.AddOtlpExporter());

    // As processors, since the exporter's own extension would bring a sampler that knows nothing of the callers' decisions nor of OTEL_TRACES_SAMPLER.
    private static void AddAzureMonitor(IOpenTelemetryBuilder telemetry, TelemetryDestinations to, ConfigurationManager configuration)
    {
        var options = new AzureMonitorExporterOptions { ConnectionString = to.AzureMonitor };
        if (to.IsByIdentity) options.Credential = AppIdentity.Of(configuration);

        telemetry
            .WithTracing(traces => traces.AddProcessor(_ => new BatchActivityExportProcessor(new AzureMonitorTraceExporter(options))))
            .WithMetrics(metrics => metrics.AddReader(_ => new PeriodicExportingMetricReader(new AzureMonitorMetricExporter(options)) { TemporalityPreference = MetricReaderTemporalityPreference.Delta }))
            .WithLogging(logs => logs.AddProcessor(_ => new BatchLogRecordExportProcessor(new AzureMonitorLogExporter(options))));
    }
}
