using System.Text.Json;
using Credits.Functions.Checks;
using Credits.Functions.Tests.Building;
using Credits.Rating;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Checks;

public sealed class IntendedUsageTests
{
    [Theory]
    [InlineData(null, """{"user":"bob"}""", "bob")]
    [InlineData("ada", """{"user":"bob"}""", "ada")]
    [InlineData(null, """{"user":7}""", null)]
    [InlineData(null, "{}", null)]
    public void It_is_of_the_member_for_whom_its_event_would_be_booked(string? member, string data, string? expected)
    {
        var faults = new List<Fault>();

        var usage = new IntendedUsage("image", JsonElement.Parse(data), member).ToEvent(Given.NewAccount(), Given.Noon, path: "", faults);

        faults.ShouldBeEmpty();
        usage.ShouldNotBeNull().Member.ShouldBe(expected);
    }
}
