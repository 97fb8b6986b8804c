using Credits.Functions.Storage.Ingest;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Ingest;

public sealed class SequenceRangesTests
{
    [Theory]
    [InlineData("", 5, 9, "5-9")]
    [InlineData("0-4", 5, 9, "0-9")]
    [InlineData("0-4", 6, 9, "0-4,6-9")]
    [InlineData("0-4,10-14", 5, 9, "0-14")]
    [InlineData("0-4,10-14,20", 3, 20, "0-20")]
    [InlineData("10-14", 0, 4, "0-4,10-14")]
    [InlineData("0-20", 3, 5, "0-20")]
    [InlineData("3", 3, 3, "3")]
    public void Ranges_that_touch_are_one(string before, long first, long last, string after) =>
        SequenceRanges.Parse(before).With(new(first, last)).ToString().ShouldBe(after);

    [Theory]
    [InlineData("", 0, 9, "0-9")]
    [InlineData("0-9", 0, 9, "")]
    [InlineData("0-4,7-8", 0, 9, "5-6,9")]
    [InlineData("3-4", 0, 9, "0-2,5-9")]
    [InlineData("3-4", 5, 4, "")]
    [InlineData("0-4,20-30", 3, 9, "5-9")]
    public void What_is_missing_is_what_lies_between(string ranges, long first, long last, string missing) =>
        string.Join(',', SequenceRanges.Parse(ranges).MissingIn(new(first, last))).ShouldBe(missing);

    [Fact]
    public void They_hold_what_a_set_of_numbers_would() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 8], (first, more) => new SequenceRange(first, first + more)).Array[0, 25].Sample(added =>
        {
            var ranges = added.Aggregate(SequenceRanges.None, (all, range) => all.With(range));
            var numbers = added.SelectMany(Numbers).Distinct().Order();
            ranges.All.SelectMany(Numbers).ShouldBe(numbers);
            ranges.MissingIn(new(0, 70)).SelectMany(Numbers).ShouldBe(Numbers(new(0, 70)).Except(numbers));
            SequenceRanges.Parse(ranges.ToString()).ShouldBe(ranges);
        });

    [Fact]
    public void Beyond_their_bound_the_lowest_are_forgotten()
    {
        var ranges = Enumerable.Range(0, SequenceRanges.Max + 1).Aggregate(SequenceRanges.None, (all, i) => all.With(new(2 * i, 2 * i)));

        (ranges.All.Length, ranges.All[0]).ShouldBe((SequenceRanges.Max, new SequenceRange(2, 2)));
    }

    private static IEnumerable<long> Numbers(SequenceRange range) => Enumerable.Range((int)range.First, (int)range.Count).Select(number => (long)number);
}
