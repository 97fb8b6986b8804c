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

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(SequenceRanges.Max)]
    public void Beyond_their_bound_the_smallest_between_the_first_and_the_last_is_forgotten(int small)
    {
        var ranges = Enumerable.Range(0, SequenceRanges.Max + 1).Aggregate(SequenceRanges.None, (all, i) => all.With(new(10 * i, i == small ? 10 * i : 10 * i + 1)));

        var forgotten = small is 0 or SequenceRanges.Max ? 1 : small;
        ranges.All.Select(range => range.First).ShouldBe(Enumerable.Range(0, SequenceRanges.Max + 1).Where(i => i != forgotten).Select(i => 10L * i));
    }

    [Fact]
    public void Beyond_their_bound_reading_again_from_the_lowest_that_is_missing_comes_to_an_end()
    {
        var ranges = Enumerable.Range(0, SequenceRanges.Max + 1).Aggregate(SequenceRanges.Parse("0-999999"), (all, i) => all.With(new(1_000_001 + 2 * i, 1_000_001 + 2 * i)));
        var last = ranges.All[^1].Last;

        for (var batch = 0; batch < 1_000 && ranges.MissingIn(new(0, last)) is [var gap, ..]; batch++)
            ranges = ranges.With(gap with { Last = Math.Min(gap.Last, gap.First + 499) });

        ranges.ToString().ShouldBe($"0-{last}");
    }

    [Fact]
    public void However_many_there_are_what_is_there_was_added_and_what_is_missing_reaches_back_to_the_first() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 3], (first, more) => new SequenceRange(first, first + more)).Array[600, 1_500].Sample(added =>
        {
            var ranges = added.Aggregate(SequenceRanges.None, (all, range) => all.With(range));
            var numbers = added.SelectMany(Numbers).ToHashSet();
            ranges.All.Length.ShouldBeLessThanOrEqualTo(SequenceRanges.Max);
            ranges.All.SelectMany(Numbers).ShouldBeSubsetOf(numbers);
            (ranges.All[0].First, ranges.All[^1].Last).ShouldBe((numbers.Min(), numbers.Max()));
        }, iter: 20);

    private static IEnumerable<long> Numbers(SequenceRange range) => Enumerable.Range((int)range.First, (int)range.Count).Select(number => (long)number);
}
