using Credits.Functions.Purchases;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Credits.Periods;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Purchases;

[Collection(RunningStorage.Collection)]
public sealed class PurchaseSettlementTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly Shop _shop = new(storage, accounts);

    public Task InitializeAsync() => _shop.Open();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_paid_is_granted_under_the_payments_id_with_its_cost_and_the_bonus_apart()
    {
        var payment = await _shop.Pay();

        (await Settle(payment)).ShouldBe(SettlementOutcome.Settled);

        (await _shop.Granted()).Select(grant => (grant.Id, grant.Kind, grant.Amount, grant.Cost)).ShouldBe([
            (payment, GrantKind.Purchase, Credits.Of(10), new Money(1_000, "EUR")), ($"{payment}-bonus", GrantKind.Promo, Credits.Of(1), null)]);
        (await _shop.PurchaseOf(payment)).State.ShouldBe(PurchaseState.Paid);
    }

    [Fact]
    public async Task A_payment_that_has_not_succeeded_grants_nothing_yet()
    {
        var payment = await _shop.Begin();

        (await Settle(payment)).ShouldBe(SettlementOutcome.Pending);

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payment_settled_by_many_at_once_is_granted_once()
    {
        var payment = await _shop.Pay();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new Shop(storage, accounts, _shop).Settlement.Settle(payment, CancellationToken.None)));

        (await _shop.Granted()).Count.ShouldBe(2);
        (await _shop.Verifies()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_refunded_is_taken_back_by_its_share_and_what_was_burned_of_it_is_owed()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        await _shop.Burn(9);

        _shop.Till[payment] = _shop.Till[payment] with { Refunded = 500 };
        await Settle(payment);

        var totals = (await _shop.Current()).TotalsOf(CreditType.Default);
        (totals.Voided, totals.Overdraft).ShouldBe((Credits.Of(5.5m), Credits.Of(3.5m)), "half of 10 and of the bonus of 1; 2 were left");
        ((await _shop.PurchaseOf(payment)).State, (await _shop.PurchaseOf(payment)).Back).ShouldBe((PurchaseState.Paid, 500));

        _shop.Till[payment] = _shop.Till[payment] with { Refunded = 1_000 };
        await Settle(payment);
        (await _shop.Current()).TotalsOf(CreditType.Default).Voided.ShouldBe(Credits.Of(11));
        (await _shop.PurchaseOf(payment)).State.ShouldBe(PurchaseState.TakenBack);
    }

    [Fact]
    public async Task A_payment_that_went_back_before_anybody_looked_grants_and_takes_back_at_once()
    {
        var payment = await _shop.Pay();
        _shop.Till[payment] = _shop.Till[payment] with { Refunded = 1_000 };

        await Settle(payment);

        (await _shop.Current()).OpenGrants.ShouldBeEmpty();
        (await _shop.Current()).TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Zero);
        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_lost_dispute_takes_back_and_one_won_after_all_restores_and_repays()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        await _shop.Burn(4);
        _shop.Till[payment] = _shop.Till[payment] with { Lost = 1_000 };
        await Settle(payment);
        (await _shop.Current()).TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Of(4));

        _shop.Till[payment] = _shop.Till[payment] with { Lost = 0 };
        await Settle(payment);
        await Settle(payment);

        var after = await _shop.Current();
        (after.BalanceOf(CreditType.Default), after.TotalsOf(CreditType.Default).Overdraft).ShouldBe((Credits.Of(7), Credits.Zero));
        (await _shop.PurchaseOf(payment)).State.ShouldBe(PurchaseState.Paid);
        (await _shop.Verifies()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_restored_is_taken_back_again()
    {
        var payment = await _shop.Pay();
        foreach (var lost in (long[])[0, 1_000, 0, 1_000])
        {
            _shop.Till[payment] = _shop.Till[payment] with { Lost = lost };
            await Settle(payment);
        }

        var after = await _shop.Current();
        (after.BalanceOf(CreditType.Default), after.TotalsOf(CreditType.Default).Overdraft).ShouldBe((Credits.Zero, Credits.Zero));
    }

    [Fact]
    public async Task What_was_voided_by_hand_is_not_owed_when_the_money_goes_back()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        await _shop.Burn(7);
        await _shop.Void(payment);

        await Refund(payment, 400);
        (await Owed()).ShouldBe(Credits.Of(0.4m), "its share of the bonus, which was burned; that of the other 10 is 4, and 4 were voided");

        await Refund(payment, 1_000);
        await Settle(payment);
        (await Owed()).ShouldBe(Credits.Of(7), "what was burned");
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_voided_after_money_went_back_is_not_owed_when_the_rest_does()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        await _shop.Burn(7);
        await Refund(payment, 200);
        await _shop.Void(payment);

        await Settle(payment);
        (await _shop.Granted()).Count.ShouldBe(2, "voiding restores nothing");

        await Refund(payment, 1_000);
        (await Owed()).ShouldBe(Credits.Of(7));
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_voided_stays_so_when_the_money_comes_again()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        await _shop.Burn(7);
        await _shop.Void(payment);
        await Refund(payment, 1_000);

        await Refund(payment, 0);

        ((await _shop.Current()).BalanceOf(CreditType.Default), await Owed()).ShouldBe((Credits.Zero, Credits.Zero));
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_voided_before_all_money_went_back_is_not_owed_when_the_rest_comes_again()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await _shop.Burn(6);
        await _shop.Void(payment);
        await Refund(payment, 400);
        await Refund(payment, 1_000);
        (await Owed()).ShouldBe(Credits.Of(6), "what was burned");

        await Refund(payment, 400);

        ((await _shop.Current()).BalanceOf(CreditType.Default), await Owed()).ShouldBe((Credits.Zero, Credits.Zero), "6 were burned, and 6 are paid");
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_voided_after_money_went_back_is_not_restored_when_some_comes_again()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await Refund(payment, 800);
        await _shop.Void(payment);

        await Refund(payment, 400);

        (await _shop.Current()).BalanceOf(CreditType.Default).ShouldBe(Credits.Of(4), "the share of the money that came again");
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_voided_between_two_refunds_is_not_restored_when_the_second_fails()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await _shop.Burn(1);
        await Refund(payment, 400);
        await _shop.Void(payment);
        await Refund(payment, 1_000);
        (await Owed()).ShouldBe(Credits.Of(1), "what was burned");

        await Refund(payment, 400);

        ((await _shop.Current()).BalanceOf(CreditType.Default), await Owed()).ShouldBe((Credits.Zero, Credits.Zero), "as before the second");
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_taken_after_a_restoring_that_was_voided_is_restored_less_that()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await _shop.Burn(8);
        await Refund(payment, 400);
        await Refund(payment, 0);
        await _shop.Void($"{payment}-restored-2");

        await Refund(payment, 400);
        (await Owed()).ShouldBe(Credits.Of(2), "8 were burned, and 6 are paid");
        await Refund(payment, 300);

        (await Owed()).ShouldBe(Credits.Of(1), "7 are paid");
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_restored_when_restorings_had_numbers_of_their_own_is_not_restored_again()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await Refund(payment, 1_000);
        await _shop.Grant($"{payment}-restored-1", 3);
        await _shop.Grant($"{payment}-restored-2", 4);

        await Refund(payment, 0);

        (await _shop.Current()).BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10));
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_restored_and_expired_unburned_is_not_owed_when_the_money_goes_back_again()
    {
        var payment = await _shop.Pay(Shop.Ten with { Lifetime = new Term(1, TermUnit.Day), BonusLifetime = new Term(1, TermUnit.Day) });
        await Settle(payment);
        await Refund(payment, 1_000);
        await Refund(payment, 0);
        _shop.Wait(TimeSpan.FromDays(2));

        await Refund(payment, 1_000);

        ((await _shop.Current()).TotalsOf(CreditType.Default).Expired, await Owed()).ShouldBe((Credits.Of(11), Credits.Zero));
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_restored_and_voided_is_not_owed_when_the_money_goes_back_again()
    {
        var payment = await _shop.Pay(Shop.Ten with { Bonus = Credits.Zero });
        await Settle(payment);
        await Refund(payment, 1_000);
        await Refund(payment, 0);
        await _shop.Burn(7);
        await _shop.Void($"{payment}-restored-2");

        await Refund(payment, 1_000);

        (await Owed()).ShouldBe(Credits.Of(7));
        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refund_that_comes_between_two_answers_of_the_provider_is_not_undone()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        _shop.Till[payment] = _shop.Till[payment] with { Refunded = 1_000 };
        await Settle(payment);
        var voided = (await _shop.Current()).TotalsOf(CreditType.Default).Voided;

        // The first answer, by which the account is found, is from before the refund.
        var (fresh, asked) = (_shop.Till[payment], 0);
        _shop.Till.BeforeAnswer = () => _shop.Till[payment] = ++asked == 1 ? fresh with { Refunded = 0 } : fresh;
        await Settle(payment);

        (await _shop.Current()).TotalsOf(CreditType.Default).Voided.ShouldBe(voided);
        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(999, "EUR")]
    [InlineData(1_001, "EUR")]
    [InlineData(1_000, "USD")]
    [InlineData(0, "EUR")]
    public async Task Another_amount_or_currency_than_was_asked_grants_nothing_and_is_parked(long amount, string currency)
    {
        var payment = await _shop.Pay();
        _shop.Till[payment] = _shop.Till[payment] with { Received = new(amount, currency) };

        await ShouldBeParked(payment, ParkReasons.AmountDiffers);
    }

    [Fact]
    public async Task An_unknown_account_purchase_or_pack_grants_nothing_and_is_parked()
    {
        var payment = await _shop.Pay();
        var (good, purpose) = (_shop.Till[payment], _shop.Till[payment].For!);

        _shop.Till[payment] = good with { For = purpose with { Account = "nobody" } };
        await ShouldBeParked(payment, ParkReasons.UnknownAccount);
        _shop.Till[payment] = good with { For = purpose with { Account = "not an id" } };
        await ShouldBeParked(payment, ParkReasons.UnknownAccount);
        _shop.Till[payment] = good with { For = purpose with { Purchase = "another" } };
        await ShouldBeParked(payment, ParkReasons.UnknownPurchase);
        _shop.Till[payment] = good with { For = purpose with { Purchase = "a/b#?" } };
        await ShouldBeParked(payment, ParkReasons.UnknownPurchase);
        _shop.Till[payment] = good with { For = purpose with { Pack = "eleven" } };
        await ShouldBeParked(payment, ParkReasons.UnknownPack);
        await ShouldBeParked("pi_unheard_of", ParkReasons.UnknownPayment);

        _shop.Till[payment] = good;
        (await Settle(payment)).ShouldBe(SettlementOutcome.Settled);
        (await _shop.ParkedAs(payment)).ShouldBeNull("it is granted now");
    }

    [Fact]
    public async Task A_second_payment_of_one_purchase_is_parked()
    {
        var payment = await _shop.Pay();
        await Settle(payment);
        _shop.Till["pi_second"] = _shop.Till[payment] with { Id = "pi_second" };

        (await Settle("pi_second")).ShouldBe(SettlementOutcome.Parked);

        (await _shop.ParkedAs("pi_second")).ShouldBe(ParkReasons.PaidBefore);
        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_payment_of_something_else_is_none_of_ours()
    {
        var payment = await _shop.Pay();
        _shop.Till[payment] = _shop.Till[payment] with { For = null };

        (await Settle(payment)).ShouldBe(SettlementOutcome.NotOurs);

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_bought_ends_after_its_lifetime()
    {
        var payment = await _shop.Pay(Shop.Ten with { Lifetime = new Term(12, TermUnit.Month), BonusLifetime = new Term(1, TermUnit.Day) });

        await Settle(payment);

        (await _shop.Granted()).ShouldAllBe(grant => grant.ExpiresAt == (grant.Kind == GrantKind.Promo ? grant.EffectiveAt.AddDays(1) : grant.EffectiveAt.AddYears(1)));
    }

    private async Task<SettlementOutcome> Settle(string payment) => (await _shop.Settlement.Settle(payment, CancellationToken.None)).Outcome;

    private async Task Refund(string payment, long amount)
    {
        _shop.Till[payment] = _shop.Till[payment] with { Refunded = amount };
        await Settle(payment);
    }

    private async Task<Credits> Owed() => (await _shop.Current()).TotalsOf(CreditType.Default).Overdraft;

    private async Task ShouldBeParked(string payment, string reason)
    {
        (await Settle(payment)).ShouldBe(SettlementOutcome.Parked);
        (await _shop.ParkedAs(payment)).ShouldBe(reason);
        (await _shop.Granted()).ShouldBeEmpty();
    }
}
