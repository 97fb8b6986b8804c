using Credits.Grants;
using Credits.Limits;
using Credits.Periods;

namespace Credits.Tests.Limits;

public sealed class Limit_settings_should
{
    private static readonly DateTimeOffset Sunday = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly LimitSettings Limits = new()
    {
        Caps = [Given.Cap(100), Given.Cap(20, CapWindow.Week, eachMember: true), Given.Cap(7, CapWindow.Month, meter: "image")],
    };

    [Fact]
    public void Limit_nothing_where_nothing_is_said()
    {
        LimitSettings.None.Policy.ShouldBeNull();
        LimitSettings.None.Paused.ShouldBeFalse();
        LimitSettings.None.CapturesBeyondHold.ShouldBeNull();
        LimitSettings.None.UsesOf(CreditType.Default, "llm.call", "ann", Given.Noon, Calendar.Default).ShouldBeEmpty();
    }

    [Fact]
    public void Name_the_windows_that_an_event_counts_in_by_its_own_time() =>
        Limits.UsesOf(CreditType.Default, "image", "ann", Given.Noon, Calendar.Default).ShouldBe(
            [new CapUse("Day:|", Sunday), new CapUse("Week:ann|", Sunday.AddDays(-6)), new CapUse("Month:|image", Sunday)]);

    [Fact]
    public void Leave_out_caps_that_do_not_concern_an_event() =>
        Limits.UsesOf(CreditType.Default, "llm.call", member: null, Given.Noon, Calendar.Default).ShouldBe([new CapUse("Day:|", Sunday)]);

    [Fact]
    public void Count_another_credit_type_apart() =>
        Limits.UsesOf(Given.Premium, "llm.call", member: null, Given.Noon, Calendar.Default).ShouldBe([new CapUse("Day/premium:|", Sunday)]);

    [Fact]
    public void Count_an_event_once_where_two_caps_share_a_counter() =>
        (Limits with { Caps = [Given.Cap(100), Given.Cap(5, by: SetBy.Customer)] })
            .UsesOf(CreditType.Default, "llm.call", "ann", Given.Noon, Calendar.Default).ShouldHaveSingleItem();

    [Fact]
    public void Come_before_a_plans_one_by_one_and_count_its_caps_beside_their_own()
    {
        var plan = new LimitDefaults { Policy = LimitPolicy.Overdraft, OverdraftLimit = Credits.Of(50), CapturesBeyondHold = false, Caps = [Given.Cap(9, by: SetBy.Plan)] };

        LimitSettings.None.Under(plan).ShouldBe(new() { Policy = LimitPolicy.Overdraft, OverdraftLimit = Credits.Of(50), CapturesBeyondHold = false, Caps = plan.Caps });
        new LimitSettings { Policy = LimitPolicy.Block, OverdraftLimit = Credits.Zero, CapturesBeyondHold = true }.Under(plan)
            .ShouldBe(new() { Policy = LimitPolicy.Block, OverdraftLimit = Credits.Zero, CapturesBeyondHold = true, Caps = plan.Caps });
        Limits.Under(plan).Caps.ShouldBe([.. Limits.Caps, .. plan.Caps]);
    }

    [Fact]
    public void Be_equal_to_others_only_in_every_part()
    {
        (Limits with { Caps = [.. Limits.Caps] }).ShouldBe(Limits);

        (Limits with { Policy = LimitPolicy.Warn }).ShouldNotBe(Limits);
        (Limits with { OverdraftLimit = Credits.Of(1) }).ShouldNotBe(Limits);
        (Limits with { CapturesBeyondHold = false }).ShouldNotBe(Limits);
        (Limits with { Paused = true }).ShouldNotBe(Limits);
        (Limits with { PausedMembers = ["ann"] }).ShouldNotBe(Limits);
        (Limits with { Caps = [] }).ShouldNotBe(Limits);
    }
}
