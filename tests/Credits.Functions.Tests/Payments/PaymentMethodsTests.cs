using System.Net;
using Credits.Functions.Payments;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Payments;

/// <summary>Cards that customers leave, over the real client, against the stand-in.</summary>
public sealed class PaymentMethodsTests(RunningStripe stripe) : IClassFixture<RunningStripe>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CardHolder _holder = null!;

    public async Task InitializeAsync() => _holder = await CardHolder.Of(stripe);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_card_left_on_the_page_is_listed_and_can_be_charged_later()
    {
        (await stripe.Pay((await Open()).Url, "5555555555554444")).ShouldBe(HttpStatusCode.Redirect);

        var card = (await Cards()).ShouldHaveSingleItem();
        card.ShouldBe(new(card.Id, "card", "mastercard", "4444", ExpiryMonth: 12, TimeProvider.System.GetUtcNow().Year + 5, IsDefault: true));
        (await _holder.Charge(card.Id)).Status.ShouldBe(PaymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_card_left_by_an_authenticated_holder_pays_later_without()
    {
        const string card = "4000002500003155";
        var page = (await Open()).Url;

        (await stripe.Pay(page, card)).ShouldBe(HttpStatusCode.OK, "the bank asks");
        (await stripe.Pay(page, card, authenticated: "no")).ShouldBe(HttpStatusCode.PaymentRequired);
        (await Cards()).ShouldBeEmpty();
        (await stripe.Pay(page, card, authenticated: "yes")).ShouldBe(HttpStatusCode.Redirect);

        (await _holder.Charge((await Cards()).Single().Id)).Status.ShouldBe(PaymentStatus.Succeeded);
    }

    [Fact]
    public async Task A_page_takes_one_card()
    {
        var page = (await Open()).Url;
        await stripe.Pay(page, "4242424242424242");

        (await stripe.Pay(page, "4242424242424242")).ShouldBe(HttpStatusCode.BadRequest);

        (await Cards()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_order_is_the_same_page_and_another_another()
    {
        (await Open("s1")).ShouldBe(await Open("s1"));
        (await Open("s2")).ShouldNotBe(await Open("s1"));
    }

    [Fact]
    public async Task The_newest_card_is_charged_unless_the_provider_has_another_as_default()
    {
        var (first, second) = (await _holder.Attach("pm_card_visa"), await _holder.Attach("pm_card_mastercard"));
        (await Cards()).Select(card => (card.Id, card.IsDefault)).ShouldBe([(second, true), (first, false)]);

        await stripe.Ask($"v1/customers/{_holder.Customer}", ("invoice_settings[default_payment_method]", first));
        (await Cards()).Select(card => (card.Id, card.IsDefault)).ShouldBe([(second, false), (first, true)]);

        await _holder.Payments.Detach(_holder.Customer, first, None);
        (await Cards()).Select(card => (card.Id, card.IsDefault)).ShouldBe([(second, true)]);
    }

    [Fact]
    public async Task A_card_is_taken_back_once()
    {
        var card = await _holder.Attach("pm_card_visa");

        (await _holder.Payments.Detach(_holder.Customer, card, None)).ShouldBeTrue();
        (await _holder.Payments.Detach(_holder.Customer, card, None)).ShouldBeFalse();

        (await Cards()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_customers_card_is_neither_seen_nor_taken()
    {
        var other = await CardHolder.Of(stripe);
        var card = await other.Attach("pm_card_visa");

        (await Cards()).ShouldBeEmpty();
        (await _holder.Payments.Detach(_holder.Customer, card, None)).ShouldBeFalse();

        (await other.Payments.PaymentMethods(other.Customer, None)).ShouldHaveSingleItem();
    }

    private Task<IReadOnlyList<PaymentMethod>> Cards() => _holder.Payments.PaymentMethods(_holder.Customer, None);

    private Task<CheckoutPage> Open(string id = "s1") =>
        _holder.Payments.OpenSetup(new(_holder.Account, id, _holder.Customer, "https://shop.example/thanks", "https://shop.example"), None);
}
