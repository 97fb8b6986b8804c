using Credits.Promos;

namespace Credits.Tests.Promos;

public sealed class Promo_code_faults_should
{
    private static readonly PromoCode Good = new("WELCOME10", Credits.Of(10));

    [Fact]
    public void Be_none_of_a_code_that_says_what_it_must() => PromoCodeFaults.Of(Good).ShouldBeEmpty();

    [Fact]
    public void All_be_told_at_once() =>
        Paths(Good with
        {
            Credits = Credits.Zero,
            Meters = ["image", "", "image"],
            Plans = ["no id", "pro", "pro"],
            ValidFrom = Given.Noon,
            ValidUntil = Given.Noon,
            MaxRedemptions = 0,
            Description = new('x', PromoCode.MaxDescriptionLength + 1),
        }).ShouldBe(["credits", "meters[1]", "meters[2]", "plans[0]", "plans[2]", "validUntil", "maxRedemptions", "description"]);

    [Fact]
    public void Bound_how_much_a_code_may_say() =>
        Paths(Good with { Meters = Many("meter", PromoCode.MaxMeters + 1), Plans = Many("plan", PromoCode.MaxPlans + 1) }).ShouldBe(["meters", "plans"]);

    private static System.Collections.Immutable.ImmutableArray<string> Many(string name, int count) => [.. Enumerable.Range(1, count).Select(number => $"{name}-{number}")];

    private static IEnumerable<string> Paths(PromoCode code) => PromoCodeFaults.Of(code).Select(fault => fault.Path);
}
