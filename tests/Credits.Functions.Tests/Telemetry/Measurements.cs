using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Credits.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Tests.Telemetry;

/// <summary>Instruments of a test's own, and what they measured.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _all = new();
    private readonly ConcurrentQueue<Instrument> _published = new();

    public Measurements()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope != meters) return;
            _published.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _all.Enqueue(new(instrument.Name, value, Text(tags))));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _all.Enqueue(new(instrument.Name, (decimal)value, Text(tags))));
        _listener.Start();
        Instruments = new(meters);
    }

    /// <summary>Instruments that nobody listens to.</summary>
    public static Instruments Unheard { get; } = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public Instruments Instruments { get; }

    public IReadOnlyCollection<Instrument> Published => _published;

    /// <summary>What was measured, summed up, of an instrument and, if they are given, of these tags as <c>name=value</c>.</summary>
    public decimal Sum(string instrument, params ReadOnlySpan<string> tags)
    {
        var wanted = tags.ToArray();
        return _all.Where(measured => measured.Instrument == instrument && wanted.All(measured.Tags.Contains)).Sum(measured => measured.Value);
    }

    public int Times(string instrument) => _all.Count(measured => measured.Instrument == instrument);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private static string[] Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => [.. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")];

    private sealed record Measured(string Instrument, decimal Value, string[] Tags);
}
