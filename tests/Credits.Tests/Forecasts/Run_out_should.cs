using System.Collections.Immutable;
using Credits.Forecasts;
using Credits.Grants;

namespace Credits.Tests.Forecasts;

public sealed class Run_out_should
{
    private static readonly DateTimeOffset Horizon = Given.Noon.AddDays(Forecast.Horizon);

    private static readonly Gen<Grant> AnyGrant = Gen.Select(
        Gen.Long[1, 400_000_000], Gen.Int[-5, 60], Gen.Int[1, 90], Gen.Bool, Gen.Int[0, 3],
        (amount, from, length, ends, priority) => Given.Grant(amount / 1_000_000m, $"{amount}", from: Given.Noon.AddHours(from * 7), until: ends ? Given.Noon.AddHours(from * 7 + length * 5) : null, priority: priority));

    private static readonly Gen<ImmutableArray<Grant>> AnyGrants = AnyGrant.Array[0, 6].Select(InOrder);

    [Fact]
    public void Be_when_the_last_credit_is_burned() =>
        Of(daily: 2, Given.Grant(10)).ShouldBe(Given.Noon.AddDays(5));

    [Fact]
    public void Be_now_when_nothing_is_left() => Of(daily: 1).ShouldBe(Given.Noon);

    [Fact]
    public void Be_sooner_when_credits_expire_before_they_burn() =>
        Of(daily: 2, Given.Grant(10, "a", until: Given.Noon.AddDays(2)), Given.Grant(4, "b")).ShouldBe(Given.Noon.AddDays(4));

    [Fact]
    public void Be_the_gap_before_the_next_grant_begins() =>
        Of(daily: 1, Given.Grant(3, "a"), Given.Grant(100, "b", from: Given.Noon.AddDays(4))).ShouldBe(Given.Noon.AddDays(3));

    [Fact]
    public void Go_on_with_a_grant_that_begins_just_in_time() =>
        Of(daily: 1, Given.Grant(3, "a"), Given.Grant(2, "b", from: Given.Noon.AddDays(3))).ShouldBe(Given.Noon.AddDays(5));

    [Fact]
    public void Be_never_within_the_horizon_when_there_is_enough() => Of(daily: 1, Given.Grant(366)).ShouldBeNull();

    [Fact]
    public void Count_what_is_owed_first() =>
        RunOut.Of([Given.Grant(10)], Credits.Of(2), owed: Credits.Of(4), Given.Noon, Horizon).ShouldBe(Given.Noon.AddDays(3));

    [Fact]
    public void Never_be_later_when_more_burns() => Gen.Select(AnyGrants, Gen.Long[1, 90_000_000], Gen.Long[0, 90_000_000]).Sample((grants, less, more) =>
        (At(grants, less + more) <= At(grants, less)).ShouldBeTrue());

    [Fact]
    public void Never_be_sooner_when_a_grant_is_added() => Gen.Select(AnyGrants, AnyGrant, Gen.Long[1, 90_000_000]).Sample((grants, added, daily) =>
        (At(InOrder([.. grants, added]), daily) >= At(grants, daily)).ShouldBeTrue());

    [Fact]
    public void Hold_for_the_largest_amounts() => At([Given.Grant(8_000_000_000)], Credits.Max.Millionths).ShouldBe(Given.Noon.AddDays(1));

    private static DateTimeOffset? Of(decimal daily, params Grant[] grants) => RunOut.Of(InOrder(grants), Credits.Of(daily), Credits.Zero, Given.Noon, Horizon);

    private static DateTimeOffset At(ImmutableArray<Grant> grants, long daily) =>
        RunOut.Of(grants, Credits.FromMillionths(daily), Credits.Zero, Given.Noon, Horizon) ?? DateTimeOffset.MaxValue;

    private static ImmutableArray<Grant> InOrder(Grant[] grants) => [.. grants.Select((grant, i) => grant with { Id = $"{grant.Id}-{i}" }).Order(BurnOrder.Instance)];
}
