using Credits.Functions.TopUps;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.TopUps;

/// <summary>What <see cref="TopUpOrchestration"/> decides. Each word of a test replays the whole history.</summary>
public sealed class TopUpOrchestrationTests
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan Authentication = TimeSpan.FromHours(24);
    private static readonly TimeSpan ProcessingPoll = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AuthenticationPoll = TimeSpan.FromMinutes(30);

    private readonly TopUpPlay _play = new();

    [Fact]
    public void What_is_paid_at_once_is_granted_and_then_it_begins_anew()
    {
        var step = Begin();
        Charge(ProgressOutcome.Paid, "pi_1").ShouldBe(new(step, 1, _play.Now));

        Settle().ShouldBe(new(step, "pi_1"));

        _play.ShouldBeginAnew();
    }

    [Fact]
    public void Every_purchase_has_an_id_of_its_own_that_replays_keep() =>
        Begin().ShouldBe(new("acme", "topup-acme", Charge(ProgressOutcome.Paid, "pi_1").Step.Purchase));

    [Fact]
    public void Nothing_is_bought_when_there_is_enough_again()
    {
        Begin(BeginOutcome.Stop);

        _play.ShouldEnd("nothing to buy");
    }

    [Fact]
    public void What_can_not_be_bought_now_is_looked_at_again_when_the_wait_is_over()
    {
        var until = _play.Now.AddDays(20);
        Begin(BeginOutcome.Wait, until);

        _play.Pass(until - _play.Now - TimeSpan.FromSeconds(1));
        _play.WaitsUntil.ShouldBe(until);
        _play.Pass(TimeSpan.FromSeconds(1));

        _play.ShouldBeginAnew();
    }

    [Fact]
    public void What_can_not_be_bought_now_is_looked_at_again_when_something_else_is_agreed_to()
    {
        Begin(BeginOutcome.Wait, _play.Now.AddDays(20));

        _play.Hears(TopUpOrchestration.SettingsChanged);

        _play.ShouldBeginAnew();
    }

    [Fact]
    public void An_activity_that_fails_is_asked_again_as_it_was()
    {
        var step = Begin();
        _play.Fails(TopUpActivities.Charge);
        _play.Pass(TimeSpan.FromSeconds(2));
        _play.Fails(TopUpActivities.Charge);
        _play.Pass(TimeSpan.FromSeconds(4));

        var attempt = Charge(ProgressOutcome.Paid, "pi_1");

        attempt.ShouldBe(new(step, 1, _play.Now - TimeSpan.FromSeconds(6)));
        Settle();
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_payment_in_processing_is_looked_at_when_it_is_told_to_have_changed()
    {
        Begin();
        Charge(ProgressOutcome.Processing, "pi_1");

        _play.Hears(TopUpOrchestration.PaymentChanged);
        Look(ProgressOutcome.Paid, "pi_1").Payment.ShouldBe("pi_1");

        Settle();
        _play.Pass(ProcessingPoll);
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_payment_in_processing_is_looked_at_though_nobody_tells()
    {
        Begin();
        Charge(ProgressOutcome.Processing, "pi_1");
        _play.WaitsUntil.ShouldBe(_play.Now + ProcessingPoll);

        _play.Pass(ProcessingPoll);
        Look(ProgressOutcome.Processing, "pi_1");
        _play.Pass(ProcessingPoll);
        Look(ProgressOutcome.Paid, "pi_1");

        Settle();
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_payment_may_be_told_of_before_anybody_waits_for_it()
    {
        Begin();
        _play.Hears(TopUpOrchestration.PaymentChanged);
        Charge(ProgressOutcome.Processing, "pi_1");

        Look(ProgressOutcome.Paid, "pi_1");

        Settle();
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_declined_payment_is_ended_before_the_next_attempt_and_after_the_last_it_pauses()
    {
        var step = Begin(dunning: FirstWait);
        Charge(ProgressOutcome.Declined, "pi_1", "generic_decline");
        Cancel(ProgressOutcome.Declined, "pi_1", "generic_decline").ShouldBe(new(step, "pi_1", 1, "generic_decline"));
        TellDeclined().ShouldBe(new(step, "pi_1", 1, "generic_decline", _play.Now + FirstWait));
        _play.Pass(FirstWait);

        Charge(ProgressOutcome.Declined, "pi_2", "lost_card").ShouldBe(new(step, 2, _play.Now));
        Cancel(ProgressOutcome.Declined, "pi_2", "lost_card");
        Pause().ShouldBe(new(step, "pi_2", Code: "lost_card"));

        _play.ShouldEnd("not paid");
    }

    [Fact]
    public void A_new_card_is_charged_at_once_and_the_wait_for_it_that_comes_to_its_end_later_charges_nothing()
    {
        Begin(dunning: FirstWait);
        Decline("pi_1");
        TellDeclined();

        _play.Hears(TopUpOrchestration.SettingsChanged);
        Charge(ProgressOutcome.Processing, "pi_2").Number.ShouldBe(2);
        _play.Pass(FirstWait);
        Look(ProgressOutcome.Paid, "pi_2");

        Settle().Payment.ShouldBe("pi_2");
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_declined_payment_that_was_paid_before_it_could_be_ended_is_granted()
    {
        Begin(dunning: FirstWait);
        Charge(ProgressOutcome.Declined, "pi_1", "generic_decline");

        Cancel(ProgressOutcome.Paid, "pi_1");

        Settle().Payment.ShouldBe("pi_1");
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void A_declined_payment_that_can_not_be_ended_yet_is_waited_for()
    {
        Begin(dunning: FirstWait);
        Charge(ProgressOutcome.Declined, "pi_1", "generic_decline");
        Cancel(ProgressOutcome.Processing, "pi_1");
        _play.Pass(ProcessingPoll);

        Look(ProgressOutcome.Paid, "pi_1");

        Settle().Payment.ShouldBe("pi_1");
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void What_the_bank_asks_about_is_ended_and_paid_on_a_page()
    {
        var step = Begin();
        Charge(ProgressOutcome.NeedsAuthentication, "pi_1");
        Cancel(ProgressOutcome.Declined, "pi_1").ShouldBe(new(step, "pi_1"));
        AskCustomer().ShouldBe(new(step, "pi_1", Until: _play.Now + Authentication));

        _play.Pass(AuthenticationPoll);
        LookAtPurchase(ProgressOutcome.Processing);
        _play.Hears(TopUpOrchestration.PaymentChanged);
        LookAtPurchase(ProgressOutcome.Paid, "pi_2");

        Settle().ShouldBe(new(step, "pi_2"));
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void What_the_bank_asked_about_may_be_paid_before_it_is_ended()
    {
        Begin();
        Charge(ProgressOutcome.NeedsAuthentication, "pi_1");

        Cancel(ProgressOutcome.Paid, "pi_1");

        Settle().Payment.ShouldBe("pi_1");
        _play.ShouldBeginAnew();
    }

    [Fact]
    public void What_is_not_paid_on_the_page_in_time_pauses_and_charges_nothing_more()
    {
        Begin(dunning: FirstWait);
        Charge(ProgressOutcome.NeedsAuthentication, "pi_1");
        Cancel(ProgressOutcome.Declined, "pi_1");
        AskCustomer();
        var asked = _play.Now;

        while (_play.Now < asked + Authentication)
        {
            _play.Pass(AuthenticationPoll);
            LookAtPurchase(ProgressOutcome.Processing);
        }

        Pause().Code.ShouldBe(TopUpReasons.NotAuthenticated);
        _play.Now.ShouldBe(asked + Authentication);
        _play.ShouldEnd("not paid");
    }

    [Fact]
    public void What_nobody_wants_any_more_is_given_up()
    {
        var step = Begin();
        Charge(ProgressOutcome.Stopped, null);

        _play.Does<TopUpStep>(TopUpActivities.Abandon, null).ShouldBe(step);

        _play.ShouldEnd("not paid");
    }

    [Fact]
    public void What_may_have_been_charged_and_nobody_knows_pauses()
    {
        Begin(dunning: FirstWait);
        Charge(ProgressOutcome.Uncertain, "pi_1", TopUpReasons.Uncertain);

        Pause().Code.ShouldBe(TopUpReasons.Uncertain);

        _play.ShouldEnd("not paid");
    }

    [Fact]
    public void Nothing_more_is_bought_after_something_was_paid_that_could_not_be_granted()
    {
        Begin();
        Charge(ProgressOutcome.Paid, "pi_1");

        Settle(granted: false);

        _play.ShouldEnd("paid, but not granted");
    }

    private TopUpStep Begin(BeginOutcome outcome = BeginOutcome.Charge, DateTimeOffset? until = null, params TimeSpan[] dunning) =>
        _play.Does<TopUpStep>(TopUpActivities.Begin, new TopUpBeginning(outcome, until, dunning, Authentication));

    private TopUpAttempt Charge(ProgressOutcome outcome, string? payment, string? code = null) => _play.Does<TopUpAttempt>(TopUpActivities.Charge, new TopUpProgress(outcome, payment, code));

    private TopUpPayment Look(ProgressOutcome outcome, string payment) => _play.Does<TopUpPayment>(TopUpActivities.Look, new TopUpProgress(outcome, payment));

    private TopUpPayment Cancel(ProgressOutcome outcome, string payment, string? code = null) => _play.Does<TopUpPayment>(TopUpActivities.Cancel, new TopUpProgress(outcome, payment, code));

    private TopUpStep LookAtPurchase(ProgressOutcome outcome, string? payment = null) => _play.Does<TopUpStep>(TopUpActivities.LookAtPurchase, new TopUpProgress(outcome, payment));

    private TopUpPayment AskCustomer() => _play.Does<TopUpPayment>(TopUpActivities.AskCustomer, null);

    private TopUpPayment TellDeclined() => _play.Does<TopUpPayment>(TopUpActivities.TellDeclined, null);

    private TopUpPayment Pause() => _play.Does<TopUpPayment>(TopUpActivities.Pause, null);

    private TopUpPayment Settle(bool granted = true) => _play.Does<TopUpPayment>(TopUpActivities.Settle, granted);

    private void Decline(string payment)
    {
        Charge(ProgressOutcome.Declined, payment, "generic_decline");
        Cancel(ProgressOutcome.Declined, payment, "generic_decline");
    }
}
