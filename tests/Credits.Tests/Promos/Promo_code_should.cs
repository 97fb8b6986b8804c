using Credits.Grants;
using Credits.Periods;
using Credits.Promos;

namespace Credits.Tests.Promos;

public sealed class Promo_code_should
{
    private static readonly PromoCode Welcome = new("WELCOME10", Credits.Of(10));

    [Theory]
    [InlineData("welcome10", "WELCOME10")]
    [InlineData("Spring-2026", "SPRING-2026")]
    [InlineData("ABCD", "ABCD")]
    public void Be_the_same_in_capitals_and_small_letters(string typed, string code)
    {
        PromoCode.TryRead(typed, out var read).ShouldBeTrue();

        read.ShouldBe(code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABC")]
    [InlineData("WELCOME 10")]
    [InlineData("WELCOME_10")]
    [InlineData("STRAßE")]
    [InlineData("ıııı")]
    public void Be_letters_digits_and_hyphens(string? typed) => PromoCode.TryRead(typed, out _).ShouldBeFalse();

    [Fact]
    public void Leave_room_for_the_id_of_its_grant()
    {
        PromoCode.TryRead(new('A', PromoCode.MaxLength), out var longest).ShouldBeTrue();
        PromoCode.TryRead(new('A', PromoCode.MaxLength + 1), out _).ShouldBeFalse();

        PromoCode.GrantIdOf(longest).Length.ShouldBe(64);
    }

    [Fact]
    public void Be_redeemable_from_its_first_moment_until_just_before_its_end()
    {
        var code = Welcome with { ValidFrom = Given.Noon, ValidUntil = Given.Noon.AddDays(1) };

        code.RefusalAt(Given.Noon.AddTicks(-1), plan: null, hasPlace: false).ShouldBe(PromoRefusal.Unknown);
        code.RefusalAt(Given.Noon, plan: null, hasPlace: false).ShouldBeNull();
        code.RefusalAt(Given.Noon.AddDays(1).AddTicks(-1), plan: null, hasPlace: false).ShouldBeNull();
        code.RefusalAt(Given.Noon.AddDays(1), plan: null, hasPlace: false).ShouldBe(PromoRefusal.Expired);
    }

    [Fact]
    public void Tell_nobody_that_it_was_withdrawn_even_when_it_has_expired_too() =>
        (Welcome with { Active = false, ValidUntil = Given.Noon }).RefusalAt(Given.Noon, plan: null, hasPlace: true).ShouldBe(PromoRefusal.Unknown);

    [Fact]
    public void Be_only_for_accounts_on_its_plans_when_it_names_some()
    {
        var code = Welcome with { Plans = ["trial", "basic"] };

        code.RefusalAt(Given.Noon, "basic", hasPlace: false).ShouldBeNull();
        code.RefusalAt(Given.Noon, "pro", hasPlace: false).ShouldBe(PromoRefusal.NotForPlan);
        code.RefusalAt(Given.Noon, plan: null, hasPlace: false).ShouldBe(PromoRefusal.NotForPlan);
    }

    [Fact]
    public void Be_finished_for_an_account_that_has_its_place_though_it_expired_or_is_for_other_plans_by_now() =>
        (Welcome with { ValidUntil = Given.Noon, Plans = ["trial"] }).RefusalAt(Given.Noon, "pro", hasPlace: true).ShouldBeNull();

    [Fact]
    public void Grant_what_it_says_from_the_redemption_on()
    {
        var code = Welcome with { CreditType = Given.Premium, Lifetime = new Term(1, TermUnit.Month), Priority = 5, Meters = ["image"] };

        code.GrantAt(Given.Noon, Calendar.Default).ShouldBe(new Grant
        {
            Id = "promo-WELCOME10",
            Kind = GrantKind.Promo,
            CreditType = Given.Premium,
            Amount = Credits.Of(10),
            Remaining = Credits.Of(10),
            EffectiveAt = Given.Noon,
            ExpiresAt = Given.Noon.AddMonths(1),
            Priority = 5,
            Meters = ["image"],
            Reference = "Promo code WELCOME10",
        });
        Welcome.GrantAt(Given.Noon, Calendar.Default).ExpiresAt.ShouldBeNull();
    }
}
