using System.Globalization;
using BenchmarkDotNet.Attributes;
using Credits.Functions.Usage;

namespace Credits.Bench.Micro;

/// <summary>What the trigger hands over, bodies and metadata apart → messages.</summary>
public class HandOver
{
    private readonly byte[][] _bodies = [.. Sample.Bodies];

    private readonly Dictionary<string, object?> _bindingData = new()
    {
        ["PartitionContext"] = """{"EventHubName":"usage","ConsumerGroup":"$Default","PartitionId":"0"}""",
        ["SequenceNumberArray"] = Enumerable.Range(0, PerEvent.Events).Select(number => (long)number).ToArray(),
        ["EnqueuedTimeUtcArray"] = Each(number => $"\"{Sample.Noon.AddMilliseconds(number).UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\""),
        ["PropertiesArray"] = Each(_ => "{}"),
    };

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public int Batch() => EventHubBatch.Of(_bodies, _bindingData).Messages.Length;

    private static string Each(Func<int, string> json) => $"[{string.Join(',', Enumerable.Range(0, PerEvent.Events).Select(json))}]";
}
