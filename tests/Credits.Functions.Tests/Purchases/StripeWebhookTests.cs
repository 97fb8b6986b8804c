using System.Text.Json.Nodes;
using Credits.Functions.Http;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Purchases;

[Collection(RunningStorage.Collection)]
public sealed class StripeWebhookTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly Shop _shop = new(storage, accounts);

    public Task InitializeAsync() => _shop.Open();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("payment_intent.succeeded")]
    [InlineData("checkout.session.completed")]
    [InlineData("checkout.session.async_payment_succeeded")]
    [InlineData("charge.refunded")]
    public async Task Whatever_tells_of_a_payment_settles_it(string type)
    {
        var payment = await _shop.Pay();

        (await _shop.Tell(payment, type)).ShouldBe((200, "settled"));

        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_body_sent_again_is_handled_once()
    {
        var body = Shop.Body(await _shop.Pay());

        (await _shop.Send(body)).ShouldBe((200, "settled"));
        (await _shop.Send(body)).ShouldBe((200, "repeated"));

        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1=abc")]
    [InlineData("t=,v1=")]
    [InlineData("t=abc,v1=abc")]
    [InlineData("t=1,v1=abc")]
    [InlineData("t=99999999999999999999,v1=abc")]
    [InlineData("=,=,=")]
    public async Task Something_that_is_no_signature_is_refused(string signature)
    {
        var payment = await _shop.Pay();

        (await _shop.Send(Shop.Body(payment), signature)).Status.ShouldBe(400);

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signature_by_another_secret_of_another_body_or_too_old_is_refused()
    {
        var body = Shop.Body(await _shop.Pay());
        var now = DateTimeOffset.UtcNow;

        (await _shop.Send(body, Shop.Sign(body, now, "whsec_forged"))).Status.ShouldBe(400);
        (await _shop.Send(body, Shop.Sign(body + " ", now))).Status.ShouldBe(400);
        (await _shop.Send(body, Shop.Sign(body, now.AddMinutes(-6)))).Status.ShouldBe(400);
        (await _shop.Granted()).ShouldBeEmpty();

        (await _shop.Send(body, Shop.Sign(body, now.AddMinutes(-4)))).ShouldBe((200, "settled"));
    }

    [Theory]
    [InlineData("customer.created")]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("charge.dispute.created")]
    public async Task An_event_that_says_nothing_here_is_ignored(string type)
    {
        (await _shop.Tell(await _shop.Pay(), type)).ShouldBe((200, "ignored"));

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("setup_intent.succeeded")]
    [InlineData("payment_method.attached")]
    public async Task A_card_that_was_left_changes_nothing(string type)
    {
        (await _shop.Tell(await _shop.Pay(), type)).ShouldBe((200, "ignored"));

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("payment_intent.payment_failed")]
    [InlineData("payment_intent.canceled")]
    [InlineData("payment_intent.requires_action")]
    [InlineData("payment_intent.processing")]
    public async Task Whatever_happens_to_a_payment_that_a_top_up_waits_for_is_looked_at(string type)
    {
        var (begun, paid) = (await _shop.Begin(), await _shop.Pay());

        (await _shop.Send(OfTopUp(begun))).ShouldBe((200, "pending"));
        (await _shop.Send(OfTopUp(paid))).ShouldBe((200, "settled"), "it has succeeded meanwhile");

        (await _shop.Granted()).Count.ShouldBe(2);

        string OfTopUp(string payment)
        {
            var body = JsonNode.Parse(Shop.Body(payment, type))!;
            body["data"]!["object"]!["metadata"] = new JsonObject { ["credits_topup"] = "t-1" };
            return body.ToJsonString();
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"id":"evt_1"}""")]
    [InlineData("""{"id":7,"type":"payment_intent.succeeded"}""")]
    public async Task What_is_signed_but_no_event_is_refused(string body) =>
        (await Should.ThrowAsync<ProblemException>(() => _shop.Send(body))).Answer.Status.ShouldBe(400);

    [Theory]
    [InlineData("""{"id":"evt_x","type":"payment_intent.succeeded"}""")]
    [InlineData("""{"id":"evt_x","type":"payment_intent.succeeded","data":{"object":{"id":"a/b"}}}""")]
    [InlineData("""{"id":"a/b","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}""")]
    [InlineData("""{"id":"evt_y","type":"checkout.session.completed","data":{"object":{"payment_intent":null}}}""")]
    [InlineData("""{"id":"evt_z","type":"checkout.session.expired","data":{"object":{"metadata":{"credits_account":"no one"}}}}""")]
    public async Task An_event_about_nothing_that_can_be_found_is_ignored(string body) => (await _shop.Send(body)).Outcome.ShouldBeOneOf("ignored", "repeated");

    [Fact]
    public async Task A_parked_payments_webhook_settles_it_once_the_cause_is_mended()
    {
        var payment = await _shop.Pay();
        var body = Shop.Body(payment);
        var good = _shop.Till[payment];
        _shop.Till[payment] = good with { Received = new(1, "EUR") };
        (await _shop.Send(body)).ShouldBe((200, "parked"));

        _shop.Till[payment] = good;

        (await _shop.Send(body)).ShouldBe((200, "settled"));
    }

    [Fact]
    public async Task A_page_that_ended_without_a_payment_abandons_its_purchase_but_never_a_paid_one()
    {
        var (open, paid) = (await _shop.Begin(), await _shop.Pay());
        await _shop.Tell(paid);

        foreach (var payment in (string[])[open, paid]) await _shop.Send(Expired(payment));

        (await _shop.PurchaseOf(open)).State.ShouldBe(Functions.Storage.Payments.PurchaseState.Abandoned);
        (await _shop.PurchaseOf(paid)).State.ShouldBe(Functions.Storage.Payments.PurchaseState.Paid);

        string Expired(string payment) => new JsonObject
        {
            ["id"] = $"evt_{Guid.NewGuid():N}",
            ["type"] = "checkout.session.expired",
            ["data"] = new JsonObject
            {
                ["object"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["credits_account"] = _shop.Account.Value, ["credits_pack"] = "ten", ["credits_purchase"] = _shop.Till[payment].For!.Purchase },
                },
            },
        }.ToJsonString();
    }

    [Fact]
    public async Task A_failing_store_fails_the_webhook_so_that_it_comes_again()
    {
        var payment = await _shop.Pay();
        var body = Shop.Body(payment);
        using (var faults = accounts.FaultsFor(_shop.Account))
        {
            faults.Next.FailNext(1_000);
            await Should.ThrowAsync<Microsoft.Azure.Cosmos.CosmosException>(() => _shop.Send(body));
        }

        (await _shop.Send(body)).ShouldBe((200, "settled"));
        (await _shop.Granted()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_not_booked_again()
    {
        var payment = await _shop.Pay();
        var body = Shop.Body(payment);
        using (var faults = accounts.FaultsFor(_shop.Account))
        {
            faults.Next.DropNextAnswers(1);
            try
            {
                await _shop.Send(body);
            }
            catch (Exception e) when (e is Microsoft.Azure.Cosmos.CosmosException or HttpRequestException)
            {
                // As the trigger sees it; the client may also have repeated the commit by itself.
            }
        }

        await _shop.Send(body);

        (await _shop.Granted()).Count.ShouldBe(2);
        (await _shop.Verifies()).ShouldBeTrue();
    }
}
