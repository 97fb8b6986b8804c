using Credits.Functions.Alerts;
using Credits.Functions.Payments;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.TopUps;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.TopUps;

/// <summary>What is begun, what is not, and what becomes of what was left open.</summary>
[Collection(RunningStorage.Collection)]
public sealed class TopUpBeginTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly TopUpDesk _desk = new(storage, accounts);

    public Task InitializeAsync() => _desk.Open();

    public Task DisposeAsync()
    {
        _desk.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_beginning_that_is_run_twice_begins_once()
    {
        (await _desk.Beginning()).ShouldBe(BeginOutcome.Charge);
        (await _desk.Beginning()).ShouldBe(BeginOutcome.Charge);

        (await _desk.Purchases.List(_desk.Account, after: null, limit: 2, CancellationToken.None)).Purchases.ShouldHaveSingleItem().Id.ShouldBe(_desk.First.Purchase);
    }

    [Fact]
    public async Task What_was_begun_before_it_was_called_off_comes_to_its_end_without_a_charge()
    {
        await _desk.Begin();
        await _desk.CallOff();

        (await _desk.Beginning()).ShouldBe(BeginOutcome.Charge, "or nobody would ever end it");

        (await _desk.Charge()).Outcome.ShouldBe(ProgressOutcome.Stopped);
        _desk.Till.Charges.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_begun_when_it_is_called_off_or_paused()
    {
        await _desk.CallOff();
        (await _desk.Beginning()).ShouldBe(BeginOutcome.Stop);

        await _desk.Agree(_desk.Terms);
        await _desk.Configure(settings => settings with { TopUp = settings.TopUp! with { Paused = "declined" } });
        (await _desk.Beginning()).ShouldBe(BeginOutcome.Stop);
    }

    [Fact]
    public async Task What_was_granted_by_a_clock_that_is_a_moment_ahead_is_not_bought_again()
    {
        await _desk.Grant(50, from: _desk.Clock.GetUtcNow().AddMilliseconds(500));

        (await _desk.Beginning()).ShouldBe(BeginOutcome.Stop);
    }

    [Fact]
    public async Task What_waits_to_roll_over_is_not_bought()
    {
        var end = _desk.Clock.GetUtcNow().AddHours(1);
        await _desk.GrantRollingOver(50, end);
        _desk.Clock.SetUtcNow(end.AddSeconds(30));

        (await _desk.Beginning()).ShouldBe(BeginOutcome.Stop);
    }

    [Fact]
    public async Task Nothing_is_begun_for_an_account_that_is_paused_and_that_is_told_once_a_day()
    {
        await _desk.Configure(settings => settings with { Limits = settings.Limits with { Paused = true } });

        (await _desk.Beginning()).ShouldBe(BeginOutcome.Wait);
        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Wait);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpPaused]);

        _desk.Clock.Advance(TimeSpan.FromDays(1));
        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Wait);
        (await _desk.Told()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task No_more_is_bought_in_a_month_than_was_agreed_to_and_the_month_ends_where_the_account_lives()
    {
        await _desk.Configure(settings => settings with { TimeZone = "America/Los_Angeles" });
        await _desk.Agree(_desk.Terms with { MaxPerMonth = 1, Level = Credits.Of(1_000) });
        _desk.Clock.SetUtcNow(new(2026, 4, 1, 6, 59, 59, TimeSpan.Zero)); // still March, there
        await _desk.Buy();

        var begun = await _desk.Begin();
        (begun.Outcome, begun.Until).ShouldBe((BeginOutcome.Wait, new DateTimeOffset(2026, 4, 1, 7, 0, 0, TimeSpan.Zero)));
        await _desk.Begin(_desk.Step());
        (await _desk.Told()).Count(type => type == AlertTypes.TopUpPaused).ShouldBe(1, "once a month");

        _desk.Clock.SetUtcNow(begun.Until!.Value);
        (await _desk.Beginning()).ShouldBe(BeginOutcome.Charge);
    }

    [Fact]
    public async Task What_was_begun_in_a_month_and_paid_in_the_next_counts_in_the_next()
    {
        await _desk.Agree(_desk.Terms with { MaxPerMonth = 1, Level = Credits.Of(1_000) });
        _desk.Clock.SetUtcNow(new(2026, 3, 31, 23, 0, 0, TimeSpan.Zero));
        await _desk.Begin();
        _desk.Till.Bank = _ => PaymentStatus.Declined;
        await _desk.Cancel(await _desk.Charge());
        _desk.Clock.SetUtcNow(new(2026, 4, 1, 23, 0, 0, TimeSpan.Zero));
        _desk.Till.Bank = _ => PaymentStatus.Succeeded;
        await _desk.Settle((await _desk.Charge(attempt: 2)).Payment!);

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Wait);
    }

    [Theory]
    [InlineData(999, "EUR", BeginOutcome.Wait)]
    [InlineData(1_000, "EUR", BeginOutcome.Charge)]
    [InlineData(1_000_000, "USD", BeginOutcome.Wait)]
    public async Task No_more_is_spent_in_a_month_than_was_agreed_to_and_in_no_other_currency(long most, string currency, BeginOutcome second)
    {
        await _desk.Agree(_desk.Terms with { Level = Credits.Of(1_000) });
        await _desk.Buy();
        await _desk.Agree(_desk.Terms with { Level = Credits.Of(1_000), MaxPerMonth = null, MaxSpendPerMonth = new(most, currency) });

        (await _desk.Beginning()).ShouldBe(second);
    }

    [Fact]
    public async Task A_purchase_that_nobody_ever_charged_is_given_up_for_another()
    {
        await _desk.Begin();
        var next = _desk.Step();

        (await _desk.Beginning(next)).ShouldBe(BeginOutcome.Charge);

        ((await _desk.Purchase()).State, (await _desk.Purchase(next)).State).ShouldBe((PurchaseState.Abandoned, PurchaseState.Open));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_purchase_that_was_left_when_it_was_paid_is_granted_and_not_bought_again(bool isAnswerLost)
    {
        await _desk.Begin();
        if (isAnswerLost) await _desk.ChargeAndCrash();
        else await _desk.Charge();

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Stop, "60 are left");

        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Paid);
        (await _desk.Bought()).ShouldBe([_desk.Till.Charges.ShouldHaveSingleItem().Id]);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpSucceeded]);
    }

    [Theory]
    [InlineData(PaymentStatus.Declined)]
    [InlineData(PaymentStatus.NeedsAuthentication)]
    public async Task A_purchase_that_was_left_when_it_was_not_paid_is_ended_at_the_provider_before_another_begins(PaymentStatus status)
    {
        _desk.Till.Bank = _ => status;
        await _desk.Begin();
        await _desk.Charge();

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Charge);

        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Abandoned);
        _desk.Till.Charges.ShouldHaveSingleItem().Status.ShouldBe(PaymentStatus.Canceled);
    }

    [Fact]
    public async Task A_purchase_that_was_left_while_the_provider_works_on_it_is_waited_for_however_long()
    {
        _desk.Till.Bank = _ => PaymentStatus.Processing;
        await _desk.Begin();
        await _desk.Charge();
        _desk.Clock.Advance(TimeSpan.FromDays(4));

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Wait);

        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Open);
    }

    [Fact]
    public async Task A_purchase_of_which_nothing_is_known_is_waited_for_and_given_up_after_three_days()
    {
        await _desk.Begin();
        _desk.Till.Bank = _ => throw new PaymentsUnavailableException();
        await Should.ThrowAsync<PaymentsUnavailableException>(() => _desk.Charge());

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Wait);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpPaused]);

        _desk.Clock.Advance(TimeSpan.FromDays(3));
        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Charge);
        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Abandoned);
    }

    [Fact]
    public async Task Nothing_more_is_charged_while_for_an_earlier_payment_nothing_could_be_granted()
    {
        await _desk.Fill();
        await _desk.Begin();
        (await _desk.Settle((await _desk.Charge()).Payment!)).ShouldBeFalse();
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.Agree(_desk.Terms);

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Stop);

        (await _desk.Current()).Settings.TopUp!.Paused.ShouldBe(TopUpReasons.NotGranted);
        _desk.Till.Charges.Count.ShouldBe(1);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpPaused, AlertTypes.TopUpPaused], "once each time that the customer said that it goes on");
    }

    [Fact]
    public async Task What_could_not_be_granted_and_went_back_keeps_nothing_from_being_bought()
    {
        await _desk.Fill();
        await _desk.Begin();
        var payment = (await _desk.Charge()).Payment!;
        await _desk.Settle(payment);
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        _desk.Till[payment] = _desk.Till[payment] with { Refunded = 500 };
        await _desk.Agree(_desk.Terms);

        (await _desk.Beginning(_desk.Step())).ShouldBe(BeginOutcome.Charge);
    }

    [Fact]
    public async Task A_purchase_of_years_ago_is_not_read()
    {
        await _desk.Buy();
        _desk.Clock.Advance(TimeSpan.FromDays(800));

        (await _desk.Purchases.ListAutomatic(_desk.Account, _desk.Clock.GetUtcNow().AddDays(-31), CancellationToken.None)).ShouldBeEmpty();
    }
}
