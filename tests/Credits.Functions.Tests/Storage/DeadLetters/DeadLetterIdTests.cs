using Credits.Functions.Storage.DeadLetters;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.DeadLetters;

public sealed class DeadLetterIdTests
{
    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    [Fact]
    public void The_newer_sorts_first() =>
        Gen.Select(Time, Time, Gen.Long[0, long.MaxValue]).Sample((left, right, number) =>
        {
            var order = string.CompareOrdinal(DeadLetter.IdOf("1", number, 0, left), DeadLetter.IdOf("1", number, 0, right));

            Math.Sign(order).ShouldBe(-left.CompareTo(right));
        });

    [Fact]
    public void Two_events_never_share_one() =>
        Gen.Select(Gen.Int[0, 99], Gen.Long[0, 99], Gen.Int[0, 99]).Array[2].Sample(events =>
        {
            var ids = events.Select(item => DeadLetter.IdOf($"{item.Item1}", item.Item2, item.Item3, DateTimeOffset.UnixEpoch)).ToArray();

            (ids[0] == ids[1]).ShouldBe(events[0] == events[1]);
        });

    [Fact]
    public void Every_id_is_recognized_as_one() =>
        Gen.Select(Time, Gen.Int[0, 2_000], Gen.Long[0, long.MaxValue], Gen.Int[0, int.MaxValue])
            .Sample((time, partition, number, index) => DeadLetter.IsId(DeadLetter.IdOf($"{partition}", number, index, time)).ShouldBeTrue());

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2517300000000000000")]
    [InlineData("251730000000000000x-1-2-3")]
    [InlineData("2517300000000000000-1-2-3/")]
    [InlineData("2517300000000000000-1-2-3'")]
    [InlineData("2517300000000000000-1-2 3")]
    [InlineData("2517300000000000000-1-2-é")]
    public void What_could_be_no_id_is_recognized_as_none(string text) => DeadLetter.IsId(text).ShouldBeFalse();
}
