using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Credits.Functions.Telemetry;

/// <summary>Wires where traces, metrics and logs go: to what the settings name, to both if both are named, and nowhere at no cost if none is.</summary>
public static class TelemetryServices
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string ByIdentity = "Authorization=AAD";

    /// <summary>Adds it.</summary>
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var toOtlp = !string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]);
        var toAzureMonitor = !string.IsNullOrEmpty(builder.Configuration[AzureMonitor]);
        builder.Services.AddMetrics().AddSingleton<Instruments>();
        if (!toOtlp && !toAzureMonitor) return builder;

        // Requests as the libraries log them have queries, and with them members' names.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning).AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning).AddFilter<OpenTelemetryLoggerProvider>("Grpc", LogLevel.Warning);

        var telemetry = builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(Spans.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(Instruments.MeterName))
            .WithLogging(configureBuilder: null, logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true));
        if (toOtlp) AddOtlp(telemetry);
        if (toAzureMonitor) AddAzureMonitor(telemetry, builder.Configuration);
        return builder;
    }

    // The standard variables say the rest: protocol, headers, intervals, sampler.
    private static void AddOtlp(IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(traces => traces.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter()).WithLogging(logs => logs.AddOtlpExporter());

    // As processors, since the exporter's own extension would bring a sampler that knows nothing of the callers' decisions nor of OTEL_TRACES_SAMPLER.
    private static void AddAzureMonitor(IOpenTelemetryBuilder telemetry, ConfigurationManager configuration)
    {
        var options = new AzureMonitorExporterOptions { ConnectionString = configuration[AzureMonitor] };
        if (configuration[AzureMonitorAuthentication]?.Contains(ByIdentity, StringComparison.OrdinalIgnoreCase) == true) options.Credential = AppIdentity.Of(configuration);

        telemetry
            .WithTracing(traces => traces.AddProcessor(_ => new BatchActivityExportProcessor(new AzureMonitorTraceExporter(options))))
            .WithMetrics(metrics => metrics.AddReader(_ => new PeriodicExportingMetricReader(new AzureMonitorMetricExporter(options)) { TemporalityPreference = MetricReaderTemporalityPreference.Delta }))
            .WithLogging(logs => logs.AddProcessor(_ => new BatchLogRecordExportProcessor(new AzureMonitorLogExporter(options))));
    }
}
