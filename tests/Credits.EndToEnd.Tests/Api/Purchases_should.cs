using System.Net;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>The whole way of the money: the API, Stripe's page, its webhooks, the account.</summary>
[Collection(RunningStack.Collection)]
public sealed class Purchases_should(RunningStack running) : IAsyncLifetime
{
    private readonly string _pack = $"pack-{Guid.NewGuid():N}";
    private readonly StripeDesk _stripe = new(running.Stack.Stripe!);
    private string _account = "";

    public async Task InitializeAsync()
    {
        _account = await running.Api.OpenAccount(0);
        await running.Api.Put($"packs/{_pack}", """{"name":"Ten","credits":10,"price":{"amount":1000,"currency":"EUR"},"tiers":[{"from":5,"price":900}],"bonus":{"credits":1},"lifetime":"P1Y"}""");
    }

    public Task DisposeAsync()
    {
        _stripe.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Grant_what_was_paid_once_though_webhooks_come_twice_and_in_reverse()
    {
        var begun = (await Buy(quantity: 5)).ShouldBe(201);
        (begun.Text("state"), begun["price"]!.ToJsonString(), begun.Number("credits"), begun.Number("bonus")).ShouldBe(("open", """{"amount":4500,"currency":"EUR"}""", 50, 5));

        await _stripe.Hold();
        (await _stripe.Pay(begun.Text("url"))).ShouldBe(HttpStatusCode.Redirect);
        await _stripe.LetGoReversedAndTwice();

        var paid = await UntilState("paid");
        var grants = (await running.Api.Journal(_account)).Where(entry => entry.Text("kind") == "granted").Select(entry => entry["grant"]!).ToList();
        grants.Select(grant => (grant.Text("id"), grant.Text("kind"))).ShouldBe([(paid.Text("paymentId"), "purchase"), ($"{paid.Text("paymentId")}-bonus", "promo")]);
        grants[0]["cost"]!.ToJsonString().ShouldBe("""{"amount":4500,"currency":"EUR"}""");
        (await running.Api.Balance(_account)).Number("balance").ShouldBe(55);
        await running.Api.ShouldVerify(_account);
    }

    [Fact]
    public async Task Grant_nothing_for_a_declined_card_but_for_the_next_that_pays()
    {
        var page = (await Buy()).ShouldBe(201).Text("url");

        (await _stripe.Pay(page, StripeDesk.DeclinedCard)).ShouldBe(HttpStatusCode.PaymentRequired);
        (await running.Api.Get($"accounts/{_account}")).Number("sequence").ShouldBe(1);

        (await _stripe.Pay(page)).ShouldBe(HttpStatusCode.Redirect);
        await UntilState("paid");
        (await running.Api.Balance(_account)).Number("balance").ShouldBe(11);
    }

    [Fact]
    public async Task Take_back_what_is_left_when_money_goes_back_and_restore_it_when_a_dispute_is_won()
    {
        var payment = await BuyAndPay();
        (await running.Api.Debit(_account, Usage.Call(_account, "1").But("type", "image"))).ShouldBe(201);

        await _stripe.Refund(payment, 500);
        var half = await ApiClient.Until(() => running.Api.Balance(_account), balance => balance.Number("balance") < 6, "half of it to be taken back");
        half.Number("balance").ShouldBe(0.5m, "11 bought and given away, 5 burned, 5.5 taken back");

        await _stripe.CloseDispute(payment, "lost");
        var lost = await ApiClient.Until(() => running.Api.Balance(_account), balance => balance.Number("overdraft") > 0, "the rest to be taken back");
        (lost.Number("balance"), lost.Number("overdraft")).ShouldBe((0, 5));
        (await UntilState("takenBack")).Number("back").ShouldBe(1_000);

        await _stripe.CloseDispute(payment, "won");
        await UntilState("paid");
        (await running.Api.Balance(_account)).Number("balance").ShouldBe(0.5m);
        await running.Api.ShouldVerify(_account);
    }

    [Fact]
    public async Task Be_abandoned_when_their_page_ends_unpaid()
    {
        var page = (await Buy()).ShouldBe(201).Text("url");

        await _stripe.Expire(page);

        (await UntilState("abandoned"))["url"].ShouldBeNull();
    }

    [Fact]
    public async Task Be_begun_once_for_an_idempotency_key()
    {
        var first = (await Buy(key: "k-1")).ShouldBe(201);

        (await Buy(key: "k-1")).ShouldBe(201).ToJsonString().ShouldBe(first.ToJsonString());
        (await Buy(quantity: 2, key: "k-1")).ShouldBeProblem(422, "idempotency-key-reused");

        (await running.Api.Get($"accounts/{_account}/purchases")).List("purchases").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Keep_the_price_that_was_offered_though_the_pack_changes()
    {
        var page = (await Buy()).ShouldBe(201).Text("url");
        await running.Api.Put($"packs/{_pack}", """{"name":"Ten","credits":1,"price":{"amount":5000,"currency":"EUR"}}""");

        await _stripe.Pay(page);

        await UntilState("paid");
        (await running.Api.Balance(_account)).Number("balance").ShouldBe(11);
    }

    [Theory]
    [InlineData("""{"packId":"no id","successUrl":"ftp://x","cancelUrl":"/back"}""", "packId successUrl cancelUrl")]
    [InlineData("""{"packId":"PACK","successUrl":"https://a.example","cancelUrl":"https://a.example","quantity":0}""", "quantity")]
    [InlineData("""{"packId":"PACK","successUrl":"https://a.example","cancelUrl":"https://a.example","quantity":-1}""", "quantity")]
    [InlineData("""{"packId":"PACK","successUrl":"https://a.example","cancelUrl":"https://a.example","quantity":1e30}""", "quantity")]
    [InlineData("""{"packId":"PACK","successUrl":"https://a.example","cancelUrl":"https://a.example","quantity":10001}""", "quantity")]
    [InlineData("""{"packId":7,"successUrl":"https://a.example","cancelUrl":"https://a.example"}""", "packId")]
    public async Task Name_what_is_wrong(string body, string paths)
    {
        (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/purchases", body.Replace("PACK", _pack, StringComparison.Ordinal))).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"accounts/{_account}/purchases")).List("purchases").ShouldBeEmpty();
    }

    [Fact]
    public async Task Be_of_a_pack_that_there_is() =>
        (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/purchases", """{"packId":"nothing","successUrl":"https://a.example","cancelUrl":"https://a.example"}""")).ShouldBeProblem(404, "unknown-pack");

    [Fact]
    public async Task Believe_no_webhook_without_a_good_and_young_signature()
    {
        await _stripe.Hold();
        await _stripe.Pay((await Buy()).ShouldBe(201).Text("url"));
        var (body, now) = ("""{"id":"evt_forged","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}}""", DateTimeOffset.UtcNow);

        foreach (var signature in (string[])["", "t=1,v1=00", _stripe.Sign(body, now, "whsec_forged"), _stripe.Sign(body + " ", now), _stripe.Sign(body, now.AddMinutes(-6))])
            (await Webhook(body, signature)).ShouldBeProblem(400, "invalid-signature");

        (await running.Api.Get($"accounts/{_account}")).Number("sequence").ShouldBe(1);
        await _stripe.LetGoReversedAndTwice();
        await UntilState("paid");
    }

    [Fact]
    public async Task Park_a_payment_that_the_provider_does_not_know_until_somebody_looks()
    {
        var payment = $"pi_{Guid.NewGuid():N}";
        var body = $$$"""{"id":"evt_{{{payment}}}","type":"payment_intent.succeeded","data":{"object":{"id":"{{{payment}}}"} } }""";

        (await Webhook(body, _stripe.Sign(body, DateTimeOffset.UtcNow))).ShouldBe(200).Text("outcome").ShouldBe("parked");

        (await running.Api.Get("parked-payments")).List("payments").Single(parked => parked.Text("paymentId") == payment).Text("reason").ShouldBe("unknown-payment");
        (await running.Api.Post($"parked-payments/{payment}/settle", "{}")).Text("outcome").ShouldBe("parked");
    }

    [Fact]
    public async Task Make_Stripe_try_again_while_a_store_fails()
    {
        var payment = await BuyAndPay();
        var body = $$$"""{"id":"evt_again_{{{payment}}}","type":"payment_intent.succeeded","data":{"object":{"id":"{{{payment}}}"} } }""";
        running.Stack.Cosmos.Faults.Matching = request => request.PartitionKey == _account;
        running.Stack.Cosmos.Faults.FailNext(1_000);
        try
        {
            (await Webhook(body, _stripe.Sign(body, DateTimeOffset.UtcNow))).ShouldBeProblem(503, "unavailable");
        }
        finally
        {
            running.Stack.Cosmos.Faults.FailNext(0);
            running.Stack.Cosmos.Faults.Matching = _ => true;
        }

        (await Webhook(body, _stripe.Sign(body, DateTimeOffset.UtcNow))).ShouldBe(200).Text("outcome").ShouldBe("settled");
        (await running.Api.Balance(_account)).Number("granted").ShouldBe(11);
    }

    private Task<ApiAnswer> Buy(int quantity = 1, string? key = null) => running.Api.Send(
        HttpMethod.Post, $"accounts/{_account}/purchases",
        new JsonObject { ["packId"] = _pack, ["quantity"] = quantity, ["successUrl"] = "https://shop.example/thanks", ["cancelUrl"] = "https://shop.example" }.ToJsonString(),
        headers: key is null ? [] : [("Idempotency-Key", $"{key}-{_account}")]);

    private async Task<string> BuyAndPay()
    {
        (await _stripe.Pay((await Buy()).ShouldBe(201).Text("url"))).ShouldBe(HttpStatusCode.Redirect);
        return (await UntilState("paid")).Text("paymentId");
    }

    private Task<ApiAnswer> Webhook(string body, string signature) =>
        running.Api.Send(HttpMethod.Post, "webhooks/stripe", body, key: "", headers: ("Stripe-Signature", signature));

    private async Task<JsonNode> UntilState(string state) =>
        (await ApiClient.Until(() => running.Api.Get($"accounts/{_account}/purchases"), purchases => purchases.List("purchases")[0].Text("state") == state, $"the purchase to be {state}")).List("purchases")[0];
}
