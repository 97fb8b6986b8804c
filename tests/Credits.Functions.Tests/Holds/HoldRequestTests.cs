using System.Text.Json;
using Credits.Functions.Holds;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Holds;

public sealed class HoldRequestTests
{
    private static readonly HoldRequest ForBob = new(Data: JsonElement.Parse("""{"user":"bob"}"""), Id: "h", Meter: "image");

    [Fact]
    public void A_hold_is_of_the_member_for_whom_its_event_would_be_booked()
    {
        ForBob.ToHold("h", default, Given.Noon).Member.ShouldBe("bob");
        (ForBob with { Member = "ada" }).ToHold("h", default, Given.Noon).Member.ShouldBe("ada");
        new HoldRequest(Credits.Of(5)).ToHold("h", default, Given.Noon).Member.ShouldBeNull();
    }

    [Fact]
    public void The_same_request_again_is_met_by_its_hold() => ForBob.IsMetBy(ForBob.ToHold("h", default, Given.Noon)).ShouldBeTrue();

    [Fact]
    public void A_request_for_another_member_is_not() =>
        (ForBob with { Data = JsonElement.Parse("""{"user":"ada"}""") }).IsMetBy(ForBob.ToHold("h", default, Given.Noon)).ShouldBeFalse();
}
