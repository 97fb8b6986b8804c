using Credits.Accounts;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Tests.Accounts;

public sealed class Account_settings_should
{
    private static readonly RateCard Card = new("default", [Version(1, Given.Noon.AddDays(-9)), Version(2, Given.Noon)]);

    [Fact]
    public void Price_an_event_by_the_version_in_force_at_its_time()
    {
        VersionAt(new(), Given.Noon.AddTicks(-1)).ShouldBe(1);
        VersionAt(new(), Given.Noon).ShouldBe(2);
        VersionAt(new(), Given.Noon.AddDays(-10)).ShouldBeNull();
    }

    [Fact]
    public void Keep_the_price_of_a_pinned_version_until_the_pin_ends()
    {
        var settings = new AccountSettings { Pin = new(1, Until: Given.Noon.AddDays(30)) };

        VersionAt(settings, Given.Noon.AddDays(30).AddTicks(-1)).ShouldBe(1);
        VersionAt(settings, Given.Noon.AddDays(30)).ShouldBe(2);
    }

    [Fact]
    public void Have_no_price_when_pinned_to_what_was_never_published() => VersionAt(new() { Pin = new(3, Until: null) }, Given.Noon).ShouldBeNull();

    [Fact]
    public void Hand_the_accounts_own_prices_and_billing_day_on()
    {
        var own = RateOverride.Multiply("image", new(500_000));

        var tariff = new AccountSettings { Overrides = [own], BillingDay = 15, TimeZone = "Europe/Berlin" }.TariffAt(Card, plan: null, Given.Noon).ShouldNotBeNull();

        tariff.Overrides.ShouldBe([own]);
        tariff.Calendar.ShouldBe(new("Europe/Berlin", 15));
    }

    [Fact]
    public void Name_the_rate_card_before_the_plan_and_the_plan_before_the_default()
    {
        var plan = new Plan("pro") { RateCard = "pro-card" };

        new AccountSettings().RateCardUnder(null).ShouldBe("default");
        new AccountSettings().RateCardUnder(new("free")).ShouldBe("default");
        new AccountSettings().RateCardUnder(plan).ShouldBe("pro-card");
        new AccountSettings { RateCard = "default" }.RateCardUnder(plan).ShouldBe("default");
    }

    [Fact]
    public void Hand_the_plans_prices_on()
    {
        var plan = new Plan("pro") { Overrides = [RateOverride.Multiply("image", new(500_000))] };

        new AccountSettings().TariffAt(Card, plan, Given.Noon).ShouldNotBeNull().PlanOverrides.ShouldBe(plan.Overrides);
    }

    [Fact]
    public void Price_by_the_version_that_the_plan_keeps_unless_the_account_has_a_pin_or_a_card_of_its_own()
    {
        var plan = new Plan("pro") { RateCard = "default", RateCardVersion = 1 };

        VersionAt(new(), Given.Noon, plan).ShouldBe(1);
        VersionAt(new() { RateCard = "default" }, Given.Noon, plan).ShouldBe(2);
        VersionAt(new() { Pin = new(2, Until: null) }, Given.Noon, plan).ShouldBe(2);
        VersionAt(new() { Pin = new(2, Until: Given.Noon) }, Given.Noon, plan).ShouldBe(1);
        VersionAt(new(), Given.Noon, plan with { RateCardVersion = 3 }).ShouldBeNull();
    }

    [Fact]
    public void Call_scheduled_changes_of_the_plan_off_when_the_plan_changes_now()
    {
        ScheduledChange plan = new(Given.Noon) { Plan = new("basic") }, both = new(Given.Noon) { Plan = new(Id: null), Caps = [] }, caps = new(Given.Noon) { Caps = [] };
        var settings = new AccountSettings { Plan = "pro", Scheduled = [plan, both] };

        settings.OnPlan("pro").ShouldBe(settings);
        settings.OnPlan("other").ShouldBe(new() { Plan = "other", Scheduled = [caps] });
        settings.OnPlan(null).ShouldBe(new() { Scheduled = [caps] });
        settings.WithoutScheduledPlans().ShouldBe(new() { Plan = "pro", Scheduled = [caps] });
    }

    [Fact]
    public void Be_equal_to_others_only_with_the_same_limits_and_scheduled_changes()
    {
        var settings = new AccountSettings { Limits = new() { Caps = [Given.Cap(5)] } };

        new AccountSettings { Limits = new() { Caps = [Given.Cap(5)] } }.ShouldBe(settings);
        new AccountSettings().ShouldNotBe(settings);
        settings.With(new ScheduledChange(Given.Noon)).ShouldNotBe(settings);
        (settings with { Former = new(Plan: null, Pin: null, RateCard: null, Given.Noon) }).ShouldNotBe(settings);
    }

    private static int? VersionAt(AccountSettings settings, DateTimeOffset time, Plan? plan = null) => settings.TariffAt(Card, plan, time)?.Version.Number;

    private static RateCardVersion Version(int number, DateTimeOffset from) => new("default", number, from, new([]));
}
