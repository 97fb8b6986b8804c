using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Credits.Functions.Usage;

namespace Credits.Bench.Micro;

/// <summary>A message's body → a usage event.</summary>
public class Parse
{
    private readonly CloudEventReader _reader = Sample.Reader();

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public int CloudEvents()
    {
        var read = 0;
        foreach (var body in Sample.Bodies)
            foreach (var item in _reader.Read(body, ImmutableDictionary<string, string>.Empty)) read += item.Event is null ? 0 : 1;

        return read;
    }
}
