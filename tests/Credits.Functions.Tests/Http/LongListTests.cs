using Credits.Functions.Accounts;
using Credits.Functions.Alerts;
using Credits.Functions.ApiKeys;
using Credits.Functions.Checks;
using Credits.Functions.Grants;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Subscriptions;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Limits;
using Credits.Rating;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Http;

/// <summary>A list with more items than there may be is one fault, however many of them have faults of their own: an answer must stay an answer.</summary>
public sealed class LongListTests
{
    private const int Many = 1_000;

    [Fact]
    public void Of_types_of_alerts() => Faults(new AlertEndpointRequest("https://acme.example/hook", Types: Empty).Faults(AlertOwner.Deployment, allowInsecureTargets: false))
        .ShouldBe(["types: There can be at most 12, not 1000."]);

    [Fact]
    public void Of_scopes() => Faults(new ApiKeyRequest("app", Empty).Faults()).ShouldBe([$"scopes: There can be at most {Functions.Http.Scopes.All.Count}, not 1000."]);

    [Fact]
    public void Of_caps() => Faults(new CapsRequest(NegativeCaps).Faults()).ShouldHaveSingleItem().ShouldStartWith("caps: ");

    [Fact]
    public void Of_meters() => Faults(new GrantRequest(GrantKind.Promo, Credits.Of(1), Meters: Empty).Faults()).ShouldBe(["meters: Must be at most 20, but are 1000."]);

    [Fact]
    public void Of_scheduled_changes() => Faults(new ScheduleRequest([.. Enumerable.Repeat(new ScheduledChangeRequest(Given.Noon), Many)]).Faults()).ShouldBe(["changes: There can be at most 20, not 1000."]);

    [Fact]
    public void Of_the_caps_of_a_scheduled_change() => Faults(new ScheduleRequest([new(Given.Noon, Caps: NegativeCaps)]).Faults()).ShouldHaveSingleItem().ShouldStartWith("changes[0].caps: ");

    [Fact]
    public void Of_paused_members()
    {
        var faults = new List<Fault>();

        new LimitsRequest(PausedMembers: Empty).AppliedTo(LimitSettings.None, faults);

        Faults(faults).ShouldBe(["limits.pausedMembers: There can be at most 100, not 1000."]);
    }

    private static string[] Empty => [.. Enumerable.Repeat("", Many)];

    private static CapRequest[] NegativeCaps => [.. Enumerable.Repeat(new CapRequest(CapWindow.Day, Credits.Of(-1)), Many)];

    private static IEnumerable<string> Faults(IEnumerable<Fault> faults) => faults.Select(fault => $"{fault.Path}: {fault.Message}");
}
