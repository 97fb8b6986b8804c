using System.Text.Json.Nodes;
using Credits.Functions.Payments;
using Credits.Functions.Tests.Purchases;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Payments;

public sealed class WebhookEventTests
{
    [Theory]
    [InlineData("payment_intent.succeeded")]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("payment_intent.canceled")]
    [InlineData("payment_intent.requires_action")]
    [InlineData("payment_intent.processing")]
    public void Whatever_happens_to_a_payment_names_it_and_the_top_up_that_waits(string type)
    {
        var webhook = Read(type, new() { ["id"] = "pi_1", ["metadata"] = new JsonObject { ["credits_topup"] = "t-1" } });

        (webhook.Kind, webhook.Payment, webhook.TopUp).ShouldBe((WebhookKind.PaymentChanged, "pi_1", "t-1"));
    }

    [Theory]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("payment_intent.canceled")]
    [InlineData("payment_intent.requires_action")]
    [InlineData("payment_intent.processing")]
    public void A_payment_that_no_top_up_waits_for_is_noticed_when_it_has_succeeded(string type)
    {
        Read(type, new() { ["id"] = "pi_1", ["metadata"] = new JsonObject { ["credits_purchase"] = "p-1" } }).Kind.ShouldBe(WebhookKind.Other);

        var succeeded = Read("payment_intent.succeeded", new() { ["id"] = "pi_1" });
        (succeeded.Kind, succeeded.Payment, succeeded.TopUp).ShouldBe((WebhookKind.PaymentChanged, "pi_1", null));
    }

    [Fact]
    public void A_page_on_which_a_card_was_left_says_whose()
    {
        var webhook = Read("checkout.session.completed", new() { ["mode"] = "setup", ["customer"] = "cus_1", ["metadata"] = new JsonObject { ["credits_account"] = "acme" } });

        (webhook.Kind, webhook.Customer, webhook.Account, webhook.Payment).ShouldBe((WebhookKind.CardSaved, "cus_1", "acme", null));
    }

    [Theory]
    [InlineData("setup_intent.succeeded")]
    [InlineData("payment_method.attached")]
    public void A_card_that_was_left_says_whose_as_far_as_the_event_knows(string type)
    {
        var webhook = Read(type, new() { ["customer"] = "cus_1" });

        (webhook.Kind, webhook.Customer, webhook.Account).ShouldBe((WebhookKind.CardSaved, "cus_1", null));
    }

    private static WebhookEvent Read(string type, JsonObject about)
    {
        var (body, now) = (new JsonObject { ["id"] = "evt_1", ["type"] = type, ["data"] = new JsonObject { ["object"] = about } }.ToJsonString(), DateTimeOffset.UnixEpoch);
        return WebhookEvent.Of(body, Shop.Sign(body, now), Shop.Secret, now).ShouldNotBeNull();
    }
}
