using Credits.Accounts;
using Credits.Limits;

namespace Credits.Tests.Accounts;

public sealed class Scheduled_change_should
{
    private static readonly Cap ByOperator = Given.Cap(1), ByCustomer = Given.Cap(2, by: SetBy.Customer), Later = Given.Cap(3);

    private static readonly AccountSettings Settings = new() { Name = "Acme", Plan = "pro", Pin = new(1, Until: null), Limits = new() { Paused = true, Caps = [ByOperator, ByCustomer] } };

    private static readonly FormerPrices Before = new("pro", new(1, Until: null), Settings.RateCard, Given.Noon);

    [Fact]
    public void Leave_what_it_does_not_name_and_be_scheduled_no_more()
    {
        ScheduledChange first = new(Given.Noon), second = new(Given.Noon.AddDays(1)) { Plan = new("basic") };

        first.AppliedTo(Settings with { Scheduled = [first, second] }).ShouldBe(Settings with { Scheduled = [second] });
    }

    [Fact]
    public void Change_what_it_names()
    {
        var change = new ScheduledChange(Given.Noon) { Plan = new("basic"), Pin = new(new RateCardPin(2, Given.Noon)), Caps = [Later] };

        change.AppliedTo(Settings).ShouldBe(Settings with { Plan = "basic", Pin = new(2, Given.Noon), Limits = Settings.Limits with { Caps = [ByCustomer, Later] }, Former = Before });
    }

    [Fact]
    public void Take_plan_pin_and_the_operators_caps_away() =>
        new ScheduledChange(Given.Noon) { Plan = new(Id: null), Pin = new(Pin: null), Caps = [] }.AppliedTo(Settings)
            .ShouldBe(Settings with { Plan = null, Pin = null, Limits = Settings.Limits with { Caps = [ByCustomer] }, Former = Before });

    [Fact]
    public void Remember_what_priced_events_before_it()
    {
        new ScheduledChange(Given.Noon) { Plan = new("basic") }.AppliedTo(Settings).Former.ShouldBe(Before);
        new ScheduledChange(Given.Noon) { Pin = new(new RateCardPin(2, Until: null)) }.AppliedTo(Settings).Former.ShouldBe(Before);
    }

    [Fact]
    public void Remember_nothing_when_it_changes_no_price()
    {
        var settings = Settings with { Former = new("free", Pin: null, RateCard: null, Given.Noon.AddDays(-1)) };

        new ScheduledChange(Given.Noon) { Caps = [] }.AppliedTo(settings).Former.ShouldBe(settings.Former);
        new ScheduledChange(Given.Noon) { Plan = new(settings.Plan), Pin = new(settings.Pin) }.AppliedTo(settings).Former.ShouldBe(settings.Former);
    }

    [Fact]
    public void Be_one_change_of_prices_with_another_of_the_same_moment() =>
        new ScheduledChange(Given.Noon) { Pin = new(Pin: null) }.AppliedTo(new ScheduledChange(Given.Noon) { Plan = new("basic") }.AppliedTo(Settings)).Former.ShouldBe(Before);

    [Fact]
    public void Be_equal_to_others_only_in_every_part()
    {
        var change = new ScheduledChange(Given.Noon) { Caps = [Later] };

        new ScheduledChange(Given.Noon) { Caps = [Given.Cap(3)] }.ShouldBe(change);
        (change with { Caps = [] }).ShouldNotBe(change);
        new ScheduledChange(Given.Noon).ShouldNotBe(new(Given.Noon) { Caps = [] });
        new ScheduledChange(Given.Noon).ShouldNotBe(new(Given.Noon) { Plan = new(Id: null) });
    }

    [Fact]
    public void Be_kept_with_others_the_soonest_first()
    {
        ScheduledChange later = new(Given.Noon.AddDays(2)), sooner = new(Given.Noon), alsoSooner = new(Given.Noon) { Caps = [] };

        new AccountSettings().With(later).With(sooner).With(alsoSooner).Scheduled.ShouldBe([sooner, alsoSooner, later]);
    }
}
