using System.Net;
using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Tests.Building;
using Credits.Packs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Payments;

/// <summary>The port over the real client, against the stand-in.</summary>
public sealed class StripePaymentsTests(RunningStripe stripe) : IClassFixture<RunningStripe>
{
    private const string Good = "4242424242424242";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Offer Five = new("ten", 5, new(900, "EUR"), Credits.Of(50));

    private readonly AccountId _account = Given.NewAccount();

    [Fact]
    public async Task A_page_asks_for_the_whole_price_and_its_payment_says_what_it_is_for()
    {
        var page = await Open();

        (await stripe.Pay(page.Url, Good)).ShouldBe(HttpStatusCode.Redirect);

        var payment = (await Payments().Find(await PaymentOf(page), None)).ShouldNotBeNull();
        payment.ShouldBe(new(payment.Id, new Money(4_500, "EUR"), new(_account.Value, "ten", "p1"), Refunded: 0, Lost: 0) { Status = PaymentStatus.Succeeded });
    }

    [Fact]
    public async Task The_same_order_again_is_the_same_page_and_the_same_account_the_same_customer()
    {
        (await Open()).ShouldBe(await Open());
        (await Payments().MakeCustomer(_account, "Acme", None)).ShouldBe(await Payments().MakeCustomer(_account, "Acme", None));
    }

    [Fact]
    public async Task The_same_order_with_another_price_is_refused()
    {
        await Open();

        (await Refusal(() => Open(Five with { Quantity = 6 }))).Status.ShouldBe(502);
    }

    [Theory]
    [InlineData("4000000000000002")]
    [InlineData("4000000000009995")]
    [InlineData("4000000000009987")]
    [InlineData("4000000000000119")]
    public async Task A_declined_card_pays_nothing_and_another_may_follow(string card)
    {
        var page = await Open();

        (await stripe.Pay(page.Url, card)).ShouldBe(HttpStatusCode.PaymentRequired);
        var payment = await PaymentOf(page);
        (await Payments().Find(payment, None))!.Received.ShouldBeNull();

        (await stripe.Pay(page.Url, Good)).ShouldBe(HttpStatusCode.Redirect);
        (await Payments().Find(payment, None))!.Received.ShouldBe(new Money(4_500, "EUR"));
        (await stripe.Pay(page.Url, Good)).ShouldBe(HttpStatusCode.BadRequest, "a page is paid once");
    }

    [Fact]
    public async Task A_card_that_needs_authentication_pays_once_its_holder_has_done_so()
    {
        const string card = "4000002500003155";
        var page = await Open();

        (await stripe.Pay(page.Url, card)).ShouldBe(HttpStatusCode.OK, "the bank asks");
        (await stripe.Pay(page.Url, card, authenticated: "no")).ShouldBe(HttpStatusCode.PaymentRequired);
        (await stripe.Pay(page.Url, card, authenticated: "yes")).ShouldBe(HttpStatusCode.Redirect);

        (await Payments().Find(await PaymentOf(page), None))!.Received.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_payment_tells_what_went_back_and_what_disputes_took()
    {
        var page = await Open();
        await stripe.Pay(page.Url, Good);
        var payment = await PaymentOf(page);

        await stripe.Ask("v1/refunds", ("payment_intent", payment), ("amount", "1000"));
        (await Payments().Find(payment, None))!.Back.ShouldBe(1_000);
        (await stripe.Ask("v1/refunds", ("payment_intent", payment), ("amount", "3501"))).Status.ShouldBe(HttpStatusCode.BadRequest);

        await stripe.Ask("stand-in/disputes", ("payment_intent", payment), ("status", "lost"));
        (await Payments().Find(payment, None)).ShouldBe(new(payment, new Money(4_500, "EUR"), new(_account.Value, "ten", "p1"), Refunded: 1_000, Lost: 3_500) { Status = PaymentStatus.Succeeded });

        await stripe.Ask("stand-in/disputes", ("payment_intent", payment), ("status", "won"));
        (await Payments().Find(payment, None))!.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task A_payment_that_nobody_made_is_not_there() => (await Payments().Find("pi_unheard_of", None)).ShouldBeNull();

    [Fact]
    public async Task Payments_of_an_interval_are_listed_newest_first_with_what_went_back()
    {
        var from = DateTimeOffset.UtcNow.AddSeconds(-1);
        var paid = new List<string>();
        foreach (var purchase in (string[])["p1", "p2"])
        {
            var page = await Open(purchase: purchase);
            await stripe.Pay(page.Url, Good);
            paid.Add(await PaymentOf(page));
        }

        await stripe.Ask("v1/refunds", ("payment_intent", paid[0]), ("amount", "1000"));

        var listed = await Payments().List(from, DateTimeOffset.UtcNow.AddSeconds(1), after: null, None);
        var own = listed.Payments.Where(payment => payment.For!.Account == _account.Value).ToList();
        own.Select(payment => (payment.Id, payment.For!.Purchase, payment.Back)).ShouldBe([(paid[1], "p2", 0), (paid[0], "p1", 1_000)]);
        own.ShouldAllBe(payment => payment.Received == new Money(4_500, "EUR"));
        (await Payments().List(from, DateTimeOffset.UtcNow.AddSeconds(1), after: paid[1], None)).Payments.Select(payment => payment.Id).ShouldNotContain(paid[1]);
        (await Payments().List(from.AddDays(-1), from, after: null, None)).Payments.Where(payment => paid.Contains(payment.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_key_is_a_refusal_that_says_nothing_of_it()
    {
        var refusal = await Refusal(() => Payments(key: "sk_test_secret").Find("pi_1", None));

        refusal.Status.ShouldBe(502);
        System.Text.Encoding.UTF8.GetString(refusal.Body.Span).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_unavailable() =>
        (await Refusal(() => Payments(address: "http://127.0.0.1:1").MakeCustomer(_account, null, None))).Status.ShouldBe(503);

    [Theory]
    [InlineData("v1/customers", "shipping[name]", "parameter_unknown")]
    [InlineData("v1/refunds", "reason", "parameter_missing")]
    [InlineData("v1/checkout/sessions", "mode", null)]
    [InlineData("v1/subscriptions", "customer", null)]
    public async Task The_stand_in_refuses_by_name_what_it_does_not_know(string path, string parameter, string? code)
    {
        var (status, body) = await stripe.Ask(path, (parameter, "x"));

        status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        body["error"]!["code"]?.GetValue<string>().ShouldBe(code);
        body["error"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public void Without_a_key_nothing_is_set_up() => Payments(key: "").AreSetUp.ShouldBeFalse();

    private StripePayments Payments(string? key = null, string? address = null) => new(
        Options.Create(new StripeOptions { ApiKey = key ?? stripe.Endpoint.ApiKey, ApiBase = address ?? stripe.Endpoint.Url.ToString().TrimEnd('/') }), NullLogger<StripePayments>.Instance);

    private async Task<CheckoutPage> Open(Offer? offer = null, string purchase = "p1")
    {
        var payments = Payments();
        var customer = await payments.MakeCustomer(_account, "Acme", None);
        return await payments.OpenCheckout(new(new(_account.Value, "ten", purchase), customer, "Ten <credits>", offer ?? Five, "https://shop.example/thanks", "https://shop.example"), None);
    }

    // A page has no payment before somebody pays; what ends it tells which it is.
    private async Task<string> PaymentOf(CheckoutPage page)
    {
        var session = await new global::Stripe.Checkout.SessionService(new global::Stripe.StripeClient(new global::Stripe.StripeClientOptions
        {
            ApiKey = stripe.Endpoint.ApiKey,
            ApiBase = stripe.Endpoint.Url.ToString().TrimEnd('/'),
        })).GetAsync(page.Id);
        return session.PaymentIntentId;
    }

    private static async Task<Answer> Refusal(Func<Task> ask) => (await Should.ThrowAsync<ProblemException>(ask)).Answer;
}
