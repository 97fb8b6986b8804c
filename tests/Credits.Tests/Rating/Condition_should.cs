using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Condition_should
{
    [Fact]
    public void Not_be_met_by_an_event_without_the_dimension()
    {
        Condition.EqualTo("model", "").IsMetBy(Given.Data("{}")).ShouldBeFalse();
        Condition.StartsWith("model", "g").IsMetBy(Given.Data("""{"model":null}""")).ShouldBeFalse();
    }

    [Fact]
    public void Reach_nested_dimensions() =>
        Condition.EqualTo("request.model", "large").IsMetBy(Given.Data("""{"request":{"model":"large"}}""")).ShouldBeTrue();

    [Fact]
    public void Tell_upper_case_from_lower_case() =>
        Condition.EqualTo("model", "large").IsMetBy(Given.Data("""{"model":"Large"}""")).ShouldBeFalse();

    [Fact]
    public void Be_met_by_any_value_of_its_list() =>
        Condition.In("model", "large", "small").IsMetBy(Given.Data("""{"model":"small"}""")).ShouldBeTrue();

    [Fact]
    public void Be_equal_to_one_with_the_same_parts()
    {
        Condition.In("model", "a", "b").ShouldBe(Condition.In("model", "a", "b"));
        Condition.In("model", "a", "b").ShouldNotBe(Condition.In("model", "a"));
        Condition.EqualTo("model", "a").ShouldNotBe(Condition.StartsWith("model", "a"));
    }
}
