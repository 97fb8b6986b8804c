using Credits.Functions.Payments;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.TopUps;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.TopUps;

/// <summary>However often an attempt is run, and whatever happens between, it charges once.</summary>
[Collection(RunningStorage.Collection)]
public sealed class TopUpChargeTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly TopUpDesk _desk = new(storage, accounts);

    public async Task InitializeAsync()
    {
        await _desk.Open();
        await _desk.Begin();
    }

    public Task DisposeAsync()
    {
        _desk.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_attempt_that_is_run_twice_charges_once()
    {
        var first = await _desk.Charge();

        (await _desk.Charge()).ShouldBe(first);

        first.ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
        (await _desk.Purchase()).Attempted.ShouldBe(first.Payment);
    }

    [Fact]
    public async Task An_attempt_whose_answer_was_lost_is_the_same_charge()
    {
        await _desk.ChargeAndCrash();

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
    }

    [Fact]
    public async Task A_card_that_is_left_between_two_runs_of_one_attempt_is_not_charged_too()
    {
        await _desk.ChargeAndCrash();
        _desk.Leave("pm_second");

        (await _desk.Charge()).Outcome.ShouldBe(ProgressOutcome.Paid);

        _desk.Till.Charges.Count.ShouldBe(1);
        (await _desk.Purchase()).PaymentMethod.ShouldBe("pm_first");
    }

    [Fact]
    public async Task A_card_that_is_gone_between_two_runs_of_one_attempt_has_paid()
    {
        await _desk.ChargeAndCrash();
        _desk.Till.Cards.Clear();

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
    }

    [Fact]
    public async Task What_was_charged_before_it_was_called_off_is_paid()
    {
        await _desk.ChargeAndCrash();
        await _desk.CallOff();

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
    }

    [Fact]
    public async Task What_was_declined_before_it_was_called_off_is_ended()
    {
        _desk.Till.Bank = _ => PaymentStatus.NeedsAuthentication;
        await _desk.ChargeAndCrash();
        await _desk.CallOff();

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Stopped, null));

        _desk.Till.Charges.ShouldHaveSingleItem().Status.ShouldBe(PaymentStatus.Canceled);
    }

    [Fact]
    public async Task What_was_called_off_before_it_was_charged_is_not_charged()
    {
        await _desk.CallOff();

        (await _desk.Charge()).Outcome.ShouldBe(ProgressOutcome.Stopped);

        _desk.Till.Charges.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_charged_when_there_is_enough_again()
    {
        await _desk.Grant(100, _desk.Clock.GetUtcNow());

        (await _desk.Charge()).Outcome.ShouldBe(ProgressOutcome.Stopped);

        _desk.Till.Charges.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_charged_for_a_purchase_that_was_given_up()
    {
        await _desk.Abandon();

        (await _desk.Charge()).Outcome.ShouldBe(ProgressOutcome.Stopped);

        _desk.Till.Charges.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_attempt_charges_the_card_that_is_there_then()
    {
        _desk.Till.Bank = order => order.PaymentMethod == "pm_first" ? PaymentStatus.Declined : PaymentStatus.Succeeded;
        var declined = await _desk.Charge();
        declined.ShouldBe(new(ProgressOutcome.Declined, declined.Payment, "insufficient_funds"));
        await _desk.Cancel(declined);
        _desk.Leave("pm_second");

        var paid = await _desk.Charge(attempt: 2);

        (paid.Outcome, (await _desk.Purchase()).Attempted).ShouldBe((ProgressOutcome.Paid, paid.Payment));
        _desk.Till.Charges.Count(payment => payment.Received is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_customer_without_a_card_is_declined_and_nothing_is_asked_of_the_bank()
    {
        _desk.Till.Cards.Clear();

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Declined, null, TopUpReasons.NoPaymentMethod));
    }

    [Fact]
    public async Task What_is_refused_because_an_earlier_version_asked_otherwise_has_paid()
    {
        await _desk.ChargeAndCrash();
        await _desk.Purchases.Change(_desk.Account, _desk.First.Purchase, before => before with { PaymentMethod = "pm_otherwise" }, CancellationToken.None);

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
    }

    [Fact]
    public async Task Beyond_the_life_of_its_key_an_attempt_is_looked_up_and_not_charged_again()
    {
        var since = _desk.Clock.GetUtcNow();
        await _desk.ChargeAndCrash();
        _desk.Clock.Advance(TimeSpan.FromHours(21));

        (await _desk.Charge(since: since)).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
    }

    [Fact]
    public async Task Beyond_the_life_of_its_key_an_attempt_of_which_the_provider_has_nothing_is_uncertain()
    {
        var since = _desk.Clock.GetUtcNow();
        _desk.Till.Bank = _ => throw new PaymentsUnavailableException();
        await Should.ThrowAsync<PaymentsUnavailableException>(() => _desk.Charge());
        _desk.Clock.Advance(TimeSpan.FromHours(21));

        (await _desk.Charge(since: since)).ShouldBe(new(ProgressOutcome.Uncertain, null, TopUpReasons.Uncertain));
    }

    [Fact]
    public async Task An_attempt_that_could_not_begin_for_longer_than_a_key_lives_charges_all_the_same()
    {
        var since = _desk.Clock.GetUtcNow();
        _desk.Clock.Advance(TimeSpan.FromHours(21));

        (await _desk.Charge(since: since)).Outcome.ShouldBe(ProgressOutcome.Paid);
    }

    [Fact]
    public async Task What_a_webhook_has_settled_is_paid_and_not_charged_again()
    {
        await _desk.ChargeAndCrash();
        await _desk.HearOf(_desk.Till.Charges.ShouldHaveSingleItem().Id);

        (await _desk.Charge()).ShouldBe(new(ProgressOutcome.Paid, _desk.Till.Charges.ShouldHaveSingleItem().Id));
        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Paid);
    }
}
