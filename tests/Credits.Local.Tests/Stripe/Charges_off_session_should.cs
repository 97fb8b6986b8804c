using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Credits.Local.Stripe;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Stripe;
using Xunit;

namespace Credits.Local.Tests.Stripe;

/// <summary>What the stand-in does with cards that were left, as the real client sees it.</summary>
public sealed class Charges_off_session_should : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private readonly HttpClient _http = new();
    private StripeEndpoint _endpoint = null!;
    private StripeClient _client = null!;
    private string _customer = "";

    public async Task InitializeAsync()
    {
        await Start();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _endpoint.ApiKey);
        _customer = (await new CustomerService(_client).CreateAsync(new() { Name = "Acme" })).Id;
    }

    public async Task DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", null)]
    [InlineData("pm_card_chargeCustomerFail", "card_declined", "generic_decline")]
    [InlineData("pm_card_authenticationRequired", "authentication_required", "authentication_required")]
    public async Task Be_refused_with_402_and_the_payment_that_waits_for_another_card(string token, string code, string? declineCode)
    {
        var refusal = await Should.ThrowAsync<StripeException>(async () => await Charge(await Attach(token)));

        refusal.HttpStatusCode.ShouldBe(HttpStatusCode.PaymentRequired);
        var error = refusal.StripeError;
        (error.Type, error.Code, error.DeclineCode).ShouldBe(("card_error", code, declineCode));
        (error.PaymentIntent.Status, error.PaymentIntent.LastPaymentError.Code, error.PaymentIntent.PaymentMethodId).ShouldBe(("requires_payment_method", code, null));
        (await new PaymentIntentService(_client).GetAsync(error.PaymentIntent.Id)).LastPaymentError.DeclineCode.ShouldBe(declineCode);
    }

    [Fact]
    public async Task Give_a_refusal_again_for_its_key_also_after_a_restart()
    {
        var card = await Attach("pm_card_chargeDeclined");
        var first = await Should.ThrowAsync<StripeException>(() => Charge(card, "key-1"));
        await _endpoint.DisposeAsync();
        await Start();

        var again = await Should.ThrowAsync<StripeException>(() => Charge(card, "key-1"));

        (again.HttpStatusCode, again.StripeError.PaymentIntent.Id).ShouldBe((HttpStatusCode.PaymentRequired, first.StripeError.PaymentIntent.Id));
    }

    [Fact]
    public async Task Be_made_by_nobody_who_asks_for_what_is_not_known()
    {
        var card = await Attach("pm_card_visa");

        await ShouldBeBad(options => options.OffSession = null);
        await ShouldBeBad(options => options.Confirm = null);
        await ShouldBeBad(options => options.ReceiptEmail = "a@b.example");
        await ShouldBeBad(options => options.Amount = 0);

        async Task ShouldBeBad(Action<PaymentIntentCreateOptions> change) =>
            (await Should.ThrowAsync<StripeException>(() => Charge(card, change: change))).HttpStatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Be_told_by_a_webhook_each()
    {
        await using var receiver = await Receiver.Start();
        _endpoint.DeliverTo(receiver.Url);

        await Charge(await Attach("pm_card_visa"));
        var declined = (await Should.ThrowAsync<StripeException>(async () => await Charge(await Attach("pm_card_chargeDeclined")))).StripeError.PaymentIntent;
        await new PaymentIntentService(_client).CancelAsync(declined.Id);
        await Charge(await Attach("pm_standin_processing"));

        string[] told = ["payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled", "payment_intent.processing"];
        await Until.Holds(() => told.All(receiver.Types.Contains), "all four to be told");
        receiver.Taken.Select(taken => JsonNode.Parse(taken.Body)!).Where(body => told.Contains(body["type"]!.GetValue<string>()))
            .ShouldAllBe(body => body["data"]!["object"]!["metadata"]!["credits_topup"]!.GetValue<string>() == "t-1");
    }

    [Theory]
    [InlineData(true, "succeeded", "payment_intent.succeeded")]
    [InlineData(false, "requires_payment_method", "payment_intent.payment_failed")]
    public async Task Stay_in_processing_until_somebody_finishes_them(bool succeed, string status, string told)
    {
        await using var receiver = await Receiver.Start();
        _endpoint.DeliverTo(receiver.Url);
        var intent = await Charge(await Attach("pm_standin_processing"));
        intent.Status.ShouldBe("processing");
        (await Should.ThrowAsync<StripeException>(() => new PaymentIntentService(_client).CancelAsync(intent.Id))).StripeError.Code.ShouldBe("payment_intent_unexpected_state");

        (await Finish(intent.Id, succeed)).ShouldBe(HttpStatusCode.OK);

        (await new PaymentIntentService(_client).GetAsync(intent.Id)).Status.ShouldBe(status);
        await Until.Holds(() => receiver.Types.Contains(told), "the end to be told");
        (await Finish(intent.Id, succeed)).ShouldBe(HttpStatusCode.BadRequest, "it is finished once");
    }

    [Fact]
    public async Task Not_be_canceled_once_they_have_succeeded()
    {
        var intent = await Charge(await Attach("pm_card_visa"));

        var refusal = await Should.ThrowAsync<StripeException>(() => new PaymentIntentService(_client).CancelAsync(intent.Id));

        (refusal.HttpStatusCode, refusal.StripeError.Code, refusal.StripeError.PaymentIntent.Status).ShouldBe((HttpStatusCode.BadRequest, "payment_intent_unexpected_state", "succeeded"));
    }

    [Fact]
    public async Task Not_be_made_with_a_card_that_was_detached()
    {
        var card = await Attach("pm_card_visa");
        await new PaymentMethodService(_client).DetachAsync(card);

        (await Should.ThrowAsync<StripeException>(() => Charge(card))).StripeError.Code.ShouldBe("resource_missing");
        (await Should.ThrowAsync<StripeException>(() => new PaymentMethodService(_client).DetachAsync(card))).HttpStatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Should.ThrowAsync<StripeException>(() => Attach(card))).HttpStatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task Start()
    {
        _endpoint = await StripeEndpoint.Start(_data.Path, 0, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _client = new(new StripeClientOptions { ApiKey = _endpoint.ApiKey, ApiBase = _endpoint.Url.ToString().TrimEnd('/') });
    }

    private async Task<string> Attach(string token) => (await new PaymentMethodService(_client).AttachAsync(token, new() { Customer = _customer })).Id;

    private Task<PaymentIntent> Charge(string card, string? key = null, Action<PaymentIntentCreateOptions>? change = null)
    {
        var asked = new PaymentIntentCreateOptions
        {
            Amount = 1_000,
            Currency = "eur",
            Customer = _customer,
            PaymentMethod = card,
            Confirm = true,
            OffSession = true,
            Metadata = new() { ["credits_topup"] = "t-1" },
        };
        change?.Invoke(asked);
        return new PaymentIntentService(_client).CreateAsync(asked, new() { IdempotencyKey = key });
    }

    private async Task<HttpStatusCode> Finish(string payment, bool succeed)
    {
        using var response = await _http.PostAsync(new Uri(_endpoint.Url, $"stand-in/payments/{payment}/finish?succeed={(succeed ? "true" : "false")}"), content: null);
        return response.StatusCode;
    }
}
