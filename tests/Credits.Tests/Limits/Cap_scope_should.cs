using Credits.Grants;
using Credits.Limits;

namespace Credits.Tests.Limits;

public sealed class Cap_scope_should
{
    [Fact]
    public void Share_no_counter_with_another_whatever_members_and_meters_are_called() =>
        Gen.Select(Names, Names, Names, Names).Sample((member, meter, otherMember, otherMeter) =>
        {
            var counter = Counter(member, meter);
            var other = Counter(otherMember, otherMeter);

            (counter == other).ShouldBe(member == otherMember && meter == otherMeter);
        }, iter: 2_000);

    private static Gen<string?> Names { get; } = Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char["ab|\\"], 1, 3].Select(name => (string?)name));

    private static string? Counter(string? member, string? meter) =>
        new Cap(new(meter, member, EachMember: false), CapWindow.Day, Credits.Of(1), SetBy.Operator).CounterFor(CreditType.Default, meter, member);
}
