using Credits.Functions.Storage.Signals;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Signals;

public sealed class SignalTests
{
    private readonly Signal _signal = new(Given.NewAccount(), From: 3, To: 5);

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var traced = _signal with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

        Signal.Parse(traced.Format()).ShouldBe(traced);
    }

    [Fact]
    public void One_of_before_traces_is_read_and_one_without_a_trace_is_written_so()
    {
        var before = $$"""{"Account":"{{_signal.Account}}","From":3,"To":5}""";

        Signal.Parse(before).ShouldBe(_signal);
        _signal.Format().ShouldBe(before);
    }
}
