using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Credits.Grants;

namespace Credits.Bench.Micro;

/// <summary>A charge → what each grant gives, when only the last of them pays for the meter.</summary>
public class Burning
{
    private ImmutableArray<Grant> _grants;

    [Params(1, 5, 90)]
    public int Grants { get; set; }

    [GlobalSetup]
    public void Open() => _grants = Sample.Grants(Grants);

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public int Burn()
    {
        var portions = 0;
        for (var i = 0; i < Sample.Events.Length; i++)
            portions += global::Credits.Burning.Burn.Of(Sample.Charges[i], LlmCalls.Meter, Sample.Events[i].Time, _grants, held: []).Portions.Length;

        return portions;
    }
}
