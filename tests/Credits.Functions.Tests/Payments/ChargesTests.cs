using Credits.Functions.Payments;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Payments;

/// <summary>Charges while the card's holder is away, over the real client, against the stand-in.</summary>
public sealed class ChargesTests(RunningStripe stripe) : IClassFixture<RunningStripe>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CardHolder _holder = null!;

    public async Task InitializeAsync() => _holder = await CardHolder.Of(stripe);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_good_card_pays_at_once_and_the_payment_says_what_for_and_who_waits()
    {
        var payment = await _holder.Charge(await _holder.Attach("pm_card_visa"));

        payment.ShouldBe(new(payment.Id, new Money(1_000, "EUR"), new(_holder.Account.Value, "ten", "p1"), Refunded: 0, Lost: 0) { Status = PaymentStatus.Succeeded, TopUp = "top-up-1" });
        (await _holder.Payments.Find(payment.Id, None)).ShouldBe(payment);
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card")]
    [InlineData("pm_card_chargeCustomerFail", "generic_decline")]
    public async Task A_declined_card_is_a_payment_that_says_why(string token, string code)
    {
        var payment = await _holder.Charge(await _holder.Attach(token));

        (payment.Status, payment.DeclineCode, payment.Received, payment.TopUp).ShouldBe((PaymentStatus.Declined, code, null, "top-up-1"));
        (await _holder.Payments.Find(payment.Id, None)).ShouldBe(payment);
    }

    [Theory]
    [InlineData("pm_card_authenticationRequired")]
    [InlineData("pm_card_authenticationRequiredOnSetup")]
    public async Task A_card_whose_holder_is_asked_for_needs_authentication(string token)
    {
        var payment = await _holder.Charge(await _holder.Attach(token));

        (payment.Status, payment.DeclineCode).ShouldBe((PaymentStatus.NeedsAuthentication, null));
        (await _holder.Payments.Find(payment.Id, None)).ShouldBe(payment);
    }

    [Theory]
    [InlineData(true, PaymentStatus.Succeeded)]
    [InlineData(false, PaymentStatus.Declined)]
    public async Task A_payment_that_takes_time_is_processing_until_the_provider_is_done(bool succeeds, PaymentStatus end)
    {
        var payment = await _holder.Charge(await _holder.Attach("pm_standin_processing"));
        payment.Status.ShouldBe(PaymentStatus.Processing);

        await _holder.Finish(payment, succeeds);

        (await _holder.Payments.Find(payment.Id, None))!.Status.ShouldBe(end);
    }

    [Theory]
    [InlineData("pm_card_visa")]
    [InlineData("pm_card_chargeDeclined")]
    [InlineData("pm_card_authenticationRequired")]
    [InlineData("pm_standin_processing")]
    public async Task The_same_key_again_is_the_same_payment_and_another_key_another(string token)
    {
        var (card, key) = (await _holder.Attach(token), Guid.NewGuid().ToString("N"));

        var first = await _holder.Charge(card, key);

        (await _holder.Charge(card, key)).ShouldBe(first);
        (await _holder.Charge(card)).Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task The_same_key_for_another_amount_is_refused()
    {
        var (card, key) = (await _holder.Attach("pm_card_visa"), Guid.NewGuid().ToString("N"));
        await _holder.Charge(card, key);

        await Should.ThrowAsync<PaymentRefusedException>(() => _holder.Charge(card, key, amount: 2_000));
    }

    [Fact]
    public async Task The_same_key_at_once_charges_once()
    {
        var (card, key) = (await _holder.Attach("pm_card_visa"), Guid.NewGuid().ToString("N"));

        var payments = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _holder.Charge(card, key)));

        payments.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_card_that_was_taken_back_is_refused_by_name()
    {
        var card = await _holder.Attach("pm_card_visa");
        await _holder.Payments.Detach(_holder.Customer, card, None);

        (await Should.ThrowAsync<PaymentRefusedException>(() => _holder.Charge(card))).Code.ShouldBe("resource_missing");
    }

    [Fact]
    public async Task Another_customers_card_is_refused()
    {
        var other = await CardHolder.Of(stripe);
        var card = await other.Attach("pm_card_visa");

        await Should.ThrowAsync<PaymentRefusedException>(() => _holder.Charge(card));
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined")]
    [InlineData("pm_card_authenticationRequired")]
    public async Task A_payment_that_has_not_succeeded_can_be_canceled_for_good(string token)
    {
        var payment = await _holder.Charge(await _holder.Attach(token));

        var canceled = await _holder.Payments.Cancel(payment.Id, None);

        (canceled!.Status, canceled.TopUp).ShouldBe((PaymentStatus.Canceled, "top-up-1"));
        (await _holder.Payments.Cancel(payment.Id, None)).ShouldBe(canceled, "doing it twice does it once");
        (await _holder.Payments.Find(payment.Id, None)).ShouldBe(canceled);
    }

    [Fact]
    public async Task A_payment_that_succeeded_meanwhile_stays_so_when_it_is_canceled()
    {
        var payment = await _holder.Charge(await _holder.Attach("pm_standin_processing"));
        (await _holder.Payments.Cancel(payment.Id, None))!.Status.ShouldBe(PaymentStatus.Processing, "the provider can't stop it any more");
        await _holder.Finish(payment, succeed: true);

        (await _holder.Payments.Cancel(payment.Id, None))!.Status.ShouldBe(PaymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_payment_that_nobody_made_can_not_be_canceled() => (await _holder.Payments.Cancel("pi_unheard_of", None)).ShouldBeNull();
}
