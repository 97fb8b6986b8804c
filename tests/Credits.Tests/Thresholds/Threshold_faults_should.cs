using Credits.Grants;
using Credits.Limits;
using Credits.Thresholds;

namespace Credits.Tests.Thresholds;

public sealed class Threshold_faults_should
{
    [Fact]
    public void Be_none_for_what_can_be_reached() => ThresholdFaults.Of([Given.Threshold(0), Given.Threshold(20.5m), Given.PercentThreshold(1), Given.PercentThreshold(99)], "thresholds").ShouldBeEmpty();

    [Theory]
    [InlineData(null, null, "thresholds[0]")]
    [InlineData(1, 20, "thresholds[0]")]
    [InlineData(-1, null, "thresholds[0].left")]
    [InlineData(null, 0, "thresholds[0].percent")]
    [InlineData(null, 100, "thresholds[0].percent")]
    public void Name_what_is_wrong(int? left, int? percent, string path) =>
        ThresholdFaults.Of([new(CreditType.Default, left is { } credits ? Credits.Of(credits) : null, percent, SetBy.Operator)], "thresholds").Select(fault => fault.Path).ShouldBe([path]);

    [Fact]
    public void Find_one_that_is_there_already() => ThresholdFaults.Of([Given.Threshold(20), Given.Threshold(20)], "thresholds").Select(fault => fault.Path).ShouldBe(["thresholds[1]"]);

    [Fact]
    public void Find_too_many() =>
        ThresholdFaults.Of([.. Enumerable.Range(0, Threshold.MaxThresholds + 1).Select(level => Given.Threshold(level))], "thresholds").Select(fault => fault.Path).ShouldBe(["thresholds"]);

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, true)]
    [InlineData(366, true)]
    [InlineData(-1, false)]
    [InlineData(367, false)]
    public void Bound_the_notice(int? days, bool good) => (ThresholdFaults.OfNotice(days, "expiryNoticeDays") is null).ShouldBe(good);
}
