using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Credits.Functions.Tests.Deliveries;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>Credits that are bought by themselves: from the level to the money and back.</summary>
[Collection(RunningStack.Collection)]
public sealed class Top_ups_should(RunningStack running) : IAsyncLifetime
{
    /// <summary>It can be left, and is declined whenever it is charged.</summary>
    private const string CardThatFails = "4000000000000341";

    private readonly StripeDesk _stripe = new(running.Stack.Stripe!);
    private readonly string _pack = $"pack-{Guid.NewGuid():N}";
    private WebhookReceiver _receiver = null!;
    private string _account = "";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.Start();
        _account = await running.Api.OpenAccount(100);
        await running.Api.Put($"packs/{_pack}", """{"name":"Fifty","credits":50,"price":{"amount":500,"currency":"EUR"}}""");
        await running.Api.Put($"accounts/{_account}/alert-endpoints/told", $$"""{"url":"{{_receiver.Url}}"}""");
    }

    public async Task DisposeAsync()
    {
        await running.Api.Send(HttpMethod.Delete, $"accounts/{_account}/top-up");
        await running.Api.Send(HttpMethod.Delete, $"accounts/{_account}/alert-endpoints/told");
        await _receiver.DisposeAsync();
        _stripe.Dispose();
    }

    [Fact]
    public async Task Buy_a_pack_when_so_little_is_left()
    {
        await LeaveCard();
        await Agree();

        await Burn(16);

        var purchase = (await Bought(1)).Single();
        (purchase.Text("state"), purchase["automatic"]!.GetValue<bool>(), purchase["price"]!["amount"]!.GetValue<long>()).ShouldBe(("paid", true, 500));
        var granted = (await running.Api.Journal(_account)).Single(entry => entry.Text("kind") == "granted" && entry["grant"]!.Text("id") == purchase.Text("paymentId"));
        (granted.Number("amount"), granted["grant"]!["cost"]!["amount"]!.GetValue<long>(), granted["grant"]!.Text("kind")).ShouldBe((50, 500, "purchase"));
        (await Told("topup.succeeded")).Text("purchaseId").ShouldBe(purchase.Text("id"));
        (await running.Api.Get($"accounts/{_account}/verify"))["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Buy_as_many_packs_as_refill_the_account()
    {
        await LeaveCard();
        await Agree("\"refillTo\":190");

        await Burn(18);

        (await Bought(1)).Single().Number("quantity").ShouldBe(4, "10 are left, and 180 are missing");
        (await Left()).ShouldBe(210);
    }

    [Fact]
    public async Task Buy_again_while_too_little_is_left_and_no_more_than_agreed_in_a_month()
    {
        await LeaveCard();
        await Agree("\"quantity\":1", "\"maxPerMonth\":2");

        await Burn(60);
        await running.Api.UntilDebits(_account, 60);

        (await Told("topup.paused")).Text("reason").ShouldBe("limit_reached");
        (await Bought(2)).Count.ShouldBe(2);
        (await Left()).ShouldBe(0, "300 were burned of 100, and twice 50 repaid what is owed");
        (await running.Api.Balance(_account)).Number("overdraft").ShouldBe(100);
    }

    [Fact]
    public async Task Go_on_at_once_when_more_is_agreed_to()
    {
        await LeaveCard();
        await Agree("\"quantity\":1", "\"maxSpendPerMonth\":{\"amount\":400,\"currency\":\"EUR\"}");
        await Burn(16);
        (await Told("topup.paused")).Text("reason").ShouldBe("limit_reached");
        (await Purchases()).ShouldBeEmpty();

        await Agree("\"quantity\":1", "\"maxSpendPerMonth\":{\"amount\":500,\"currency\":\"EUR\"}");

        (await Bought(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_when_they_are_agreed_to_by_an_account_that_has_little()
    {
        await Burn(16);
        await LeaveCard();

        await Agree();

        (await Bought(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Try_a_declined_card_again_then_pause_and_say_so()
    {
        await LeaveCard(CardThatFails);
        await Agree();

        await Burn(16);

        (await Told("topup.failed")).Text("code").ShouldBe("generic_decline");
        (await Told("topup.paused")).Text("reason").ShouldBe("generic_decline");
        await ApiClient.Until(() => Task.FromResult(Failed()), attempts => attempts.Count > 1, "the second attempt to be told");
        Failed().ShouldBe([1, 2], ignoreOrder: true);
        (await running.Api.Get($"accounts/{_account}/top-up"))["topUp"]!.Text("paused").ShouldBe("generic_decline");
        (await Purchases()).Select(purchase => purchase.Text("state")).ShouldBe(["abandoned"]);
        (await Left()).ShouldBe(20);

        IReadOnlyList<decimal> Failed() =>
            [.. _receiver.Received.Select(webhook => webhook.Json).Where(told => told.Text("type") == "topup.failed").Select(told => told["data"]!.Number("attempt")).Distinct()];
    }

    [Fact]
    public async Task Charge_a_new_card_at_once_when_the_old_one_was_declined()
    {
        await LeaveCard(CardThatFails);
        await Agree();
        await Burn(16);
        await Told("topup.failed");

        await LeaveCard();

        (await Bought(1)).Count.ShouldBe(1);
        (await Left()).ShouldBe(70);
    }

    [Fact]
    public async Task Say_that_no_card_was_left()
    {
        await Agree();

        await Burn(16);

        (await Told("topup.failed")).Text("code").ShouldBe("no_payment_method");
    }

    [Fact]
    public async Task Send_the_customer_to_a_page_when_the_bank_asks()
    {
        await LeaveCard(StripeDesk.AuthenticatingCard);
        await Agree();
        await Burn(16);

        var page = (await Told("topup.authentication_required")).Text("url");
        (await Purchases()).Single().Text("state").ShouldBe("open");
        (await _stripe.Authenticate(page, StripeDesk.AuthenticatingCard, isHolder: true)).ShouldBe(HttpStatusCode.Redirect);

        (await Bought(1)).Count.ShouldBe(1);
        await Told("topup.succeeded");
        (await Left()).ShouldBe(70);
    }

    [Fact]
    public async Task Wait_for_a_payment_that_takes_its_time()
    {
        await LeaveCard(StripeDesk.SlowCard);
        await Agree();
        await Burn(16);
        var payment = await PaymentInProcessing();
        (await Left()).ShouldBe(20);

        await _stripe.Finish(payment, succeed: true);

        (await Bought(1)).Count.ShouldBe(1);
        await Told("topup.succeeded");
    }

    [Fact]
    public async Task Charge_nothing_when_they_are_called_off_before_the_next_attempt()
    {
        await LeaveCard(CardThatFails);
        await Agree();
        await Burn(16);
        await Told("topup.failed");

        await running.Api.Send(HttpMethod.Delete, $"accounts/{_account}/top-up");
        await LeaveCard();

        await ApiClient.Until(Purchases, purchases => purchases.Single().Text("state") == "abandoned", "the purchase to be given up");
        (await Left()).ShouldBe(20);
    }

    [Fact]
    public async Task Happen_once_though_a_thousand_signals_come_at_once()
    {
        await LeaveCard(StripeDesk.SlowCard);
        await Agree();
        var queue = new QueueClient(running.Stack.Endpoints.Storage, "signals", new() { MessageEncoding = QueueMessageEncoding.Base64 });
        var crossings = Parallel.ForEachAsync(Enumerable.Range(0, 1_000), async (_, cancellation) => await queue.SendMessageAsync($$"""{"Account":"{{_account}}","From":1,"To":3}""", cancellation));
        await Burn(16);
        await crossings;
        await ApiClient.Until(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount, left => left == 0, "the signals to be worked off");

        await _stripe.Finish(await PaymentInProcessing(), succeed: true);

        await Told("topup.succeeded");
        (await Purchases()).Count.ShouldBe(1);
        (await Left()).ShouldBe(70);
    }

    [Theory]
    [InlineData("""{"level":20,"quantity":1,"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}""", "pack")]
    [InlineData("""{"level":20,"pack":"never-made","quantity":1,"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}""", "pack")]
    [InlineData("""{"level":20,"pack":"PACK","maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}""", "quantity")]
    [InlineData("""{"level":20,"pack":"PACK","quantity":1,"returnUrl":"https://a.example","consentBy":"ann"}""", "maxPerMonth")]
    [InlineData("""{"level":20,"pack":"PACK","quantity":1}""", "maxPerMonth returnUrl consentBy")]
    [InlineData("""{"level":20,"pack":"PACK","quantity":1,"maxPerMonth":1,"returnUrl":"javascript:alert(1)","consentBy":" "}""", "returnUrl consentBy")]
    [InlineData("""{"level":20,"pack":"PACK","quantity":1,"maxPerMonth":1,"paymentMethod":"pm_of_another","returnUrl":"https://a.example","consentBy":"ann"}""", "paymentMethod")]
    [InlineData("""{"level":20,"pack":"PACK","creditType":"premium","quantity":1,"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}""", "creditType")]
    public async Task Name_what_is_wrong_and_change_nothing(string body, string paths)
    {
        (await running.Api.Send(HttpMethod.Put, $"accounts/{_account}/top-up", body.Replace("PACK", _pack, StringComparison.Ordinal)))
            .ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"accounts/{_account}/top-up"))["topUp"].ShouldBeNull();
    }

    [Fact]
    public async Task Copy_what_the_plan_says_when_they_are_agreed_to()
    {
        var plan = $"plan-{Guid.NewGuid():N}";
        await running.Api.Put($"plans/{plan}", $$$"""{"topUp":{"level":5,"pack":"{{{_pack}}}","quantity":2,"maxPerMonth":3}}""");
        await running.Api.Put($"accounts/{_account}/plan", $$"""{"plan":"{{plan}}"}""");

        await running.Api.Put($"accounts/{_account}/top-up", """{"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}""");
        await running.Api.Put($"plans/{plan}", $$$"""{"topUp":{"level":50,"pack":"{{{_pack}}}","quantity":20}}""");

        var agreed = (await running.Api.Get($"accounts/{_account}/top-up"))["topUp"]!;
        (agreed.Number("level"), agreed.Number("quantity"), agreed.Number("maxPerMonth"), agreed.Text("consentBy")).ShouldBe((5, 2, 1, "ann"));
    }

    [Fact]
    public async Task Change_nothing_when_the_same_is_agreed_to_again()
    {
        await Agree();
        var before = (await running.Api.Get($"accounts/{_account}")).Number("sequence");

        await Agree();

        (await running.Api.Get($"accounts/{_account}")).Number("sequence").ShouldBe(before);
    }

    private Task<JsonNode> Agree(string howMuch = "\"quantity\":1", string limit = "\"maxPerMonth\":5") => running.Api.Put(
        $"accounts/{_account}/top-up", $$"""{"level":20,"pack":"{{_pack}}",{{howMuch}},{{limit}},"returnUrl":"https://shop.example","consentBy":"ann@acme.example"}""");

    private async Task LeaveCard(string card = StripeDesk.GoodCard)
    {
        var page = (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/payment-methods", """{"successUrl":"https://shop.example","cancelUrl":"https://shop.example"}""")).ShouldBe(201).Text("url");
        (await (card == StripeDesk.AuthenticatingCard ? _stripe.Authenticate(page, card, isHolder: true) : _stripe.LeaveCard(page, card))).ShouldBe(HttpStatusCode.Redirect);
    }

    // Five credits each.
    private Task Burn(int images) => running.Send(_account, [.. Enumerable.Range(0, images).Select(i => Usage.Call(_account, $"{Guid.NewGuid():N}").But("type", "image"))]);

    private async Task<decimal> Left() => (await running.Api.Balance(_account)).Number("available");

    private async Task<IReadOnlyList<JsonNode>> Purchases() => (await running.Api.Get($"accounts/{_account}/purchases")).List("purchases");

    private Task<IReadOnlyList<JsonNode>> Bought(int count) => ApiClient.Until(
        async () => (IReadOnlyList<JsonNode>)[.. (await Purchases()).Where(purchase => purchase.Text("state") == "paid")], paid => paid.Count >= count, $"{count} purchases to be paid");

    private async Task<string> PaymentInProcessing()
    {
        var purchase = await ApiClient.Until(async () => (await Purchases()).SingleOrDefault(), begun => begun is not null, "a purchase to begin");
        return (await ApiClient.Until(() => _stripe.PaymentsOf(purchase!.Text("id")), payments => payments.Count > 0, "a payment in processing")).ShouldHaveSingleItem().Text("id");
    }

    private async Task<JsonNode> Told(string type) => (await ApiClient.Until(
        () => Task.FromResult(_receiver.Received.Select(webhook => webhook.Json).FirstOrDefault(told => told.Text("type") == type)), told => told is not null, $"an alert of {type}"))!["data"]!;
}
