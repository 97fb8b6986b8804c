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

    [Theory]
    [InlineData("255.999999", false)]
    [InlineData("256", true)]
    [InlineData("2.56e2", true)]
    [InlineData("1023.5", true)]
    [InlineData("1024", false)]
    [InlineData("-300", false)]
    [InlineData("1e400", false)]
    [InlineData("\"300\"", false)]
    [InlineData("null", false)]
    public void Be_met_by_a_number_from_a_ranges_beginning_to_just_below_its_end(string size, bool met) =>
        Condition.Between("size", 256, 1024).IsMetBy(Given.Data($$"""{"size":{{size}}}""")).ShouldBe(met);

    [Theory]
    [InlineData("1e29", true, false)]
    [InlineData("1e400", true, false)]
    [InlineData("-1e29", false, true)]
    [InlineData("-1e400", false, true)]
    public void Be_met_by_a_number_beyond_all_that_are_known_where_its_range_has_no_end_there(string size, bool large, bool small)
    {
        Condition.Between("size", 256, below: null).IsMetBy(Given.Data($$"""{"size":{{size}}}""")).ShouldBe(large);
        Condition.Between("size", from: null, 256).IsMetBy(Given.Data($$"""{"size":{{size}}}""")).ShouldBe(small);
        Condition.Between("size", 0, 256).IsMetBy(Given.Data($$"""{"size":{{size}}}""")).ShouldBeFalse();
    }

    [Fact]
    public void Coincide_with_another_range_that_has_no_end_on_the_same_side_either()
    {
        Condition.Between("size", decimal.MaxValue, below: null).CanCoincideWith(Condition.Between("size", 5, below: null)).ShouldBeTrue();
        Condition.Between("size", from: null, decimal.MinValue).CanCoincideWith(Condition.Between("size", from: null, 5)).ShouldBeTrue();
    }

    [Fact]
    public void Be_the_same_range_however_its_numbers_are_written() => Condition.Between("size", 1.50m, 2.0m).ToString().ShouldBe(Condition.Between("size", 1.5m, 2m).ToString());

    [Theory]
    [InlineData("1e400", true)]
    [InlineData("-1e400", false)]
    [InlineData("2026-01-31", false)]
    [InlineData("large", false)]
    public void Coincide_with_a_value_beyond_all_that_are_known_only_where_it_is_a_number(string value, bool could) =>
        Condition.Between("size", 256, below: null).CanCoincideWith(Condition.EqualTo("size", value)).ShouldBe(could);

    [Theory]
    [InlineData("300", true)]
    [InlineData("1024", false)]
    [InlineData("large", false)]
    public void Coincide_with_a_value_that_lies_within_its_range(string value, bool could)
    {
        Condition.Between("size", 256, 1024).CanCoincideWith(Condition.EqualTo("size", value)).ShouldBe(could);
        Condition.EqualTo("size", value).CanCoincideWith(Condition.Between("size", 256, 1024)).ShouldBe(could);
    }
}
