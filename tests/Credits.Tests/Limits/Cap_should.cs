using Credits.Grants;
using Credits.Limits;

namespace Credits.Tests.Limits;

public sealed class Cap_should
{
    [Theory]
    [InlineData(null, null, false, "llm.call", "ann", true)] // everybody together
    [InlineData(null, null, false, "llm.call", null, true)]
    [InlineData("llm.call", null, false, "llm.call", "ann", true)] // one meter
    [InlineData("llm.call", null, false, "image", "ann", false)]
    [InlineData("llm.call", null, false, null, "ann", false)] // what is for anything is not for this meter
    [InlineData(null, "ann", false, "llm.call", "ann", true)] // one member
    [InlineData(null, "ann", false, "llm.call", "Ann", false)]
    [InlineData(null, "ann", false, "llm.call", null, false)]
    [InlineData(null, null, true, "llm.call", "bob", true)] // each member
    [InlineData(null, null, true, "llm.call", null, false)]
    [InlineData("llm.call", "ann", false, "image", "ann", false)] // one member's one meter
    [InlineData("llm.call", null, true, "llm.call", "bob", true)]
    public void Concern_what_its_scope_says(string? capMeter, string? capMember, bool each, string? meter, string? member, bool concerned)
    {
        var cap = Given.Cap(10, meter: capMeter, member: capMember, eachMember: each);

        cap.Scope.Admits(meter, member).ShouldBe(concerned);
        (cap.CounterFor(CreditType.Default, meter, member) is not null).ShouldBe(concerned);
    }

    [Fact]
    public void Count_each_member_each_window_each_meter_and_each_credit_type_apart()
    {
        string?[] counters =
        [
            CounterOf(Given.Cap(1)),
            CounterOf(Given.Cap(1, CapWindow.Week)),
            CounterOf(Given.Cap(1, CapWindow.Month)),
            CounterOf(Given.Cap(1, meter: "llm.call")),
            CounterOf(Given.Cap(1, member: "ann")),
            CounterOf(Given.Cap(1, eachMember: true), "bob"),
            CounterOf(Given.Cap(1, eachMember: true, meter: "llm.call"), "bob"),
            CounterOf(Given.Cap(1), type: Given.Premium),
        ];

        counters.ShouldAllBe(counter => counter != null);
        counters.ShouldBeUnique();
    }

    [Fact]
    public void Share_the_counter_of_another_that_concerns_the_same_whoever_set_it()
    {
        var operators = Given.Cap(100, member: "ann");

        CounterOf(Given.Cap(5, member: "ann", by: SetBy.Customer)).ShouldBe(CounterOf(operators));
        CounterOf(Given.Cap(50, eachMember: true)).ShouldBe(CounterOf(operators));
    }

    private static string? CounterOf(Cap cap, string? member = "ann", CreditType type = default) => cap.CounterFor(type, "llm.call", member);
}
