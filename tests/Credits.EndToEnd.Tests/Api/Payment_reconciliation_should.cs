using System.Net;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>Whether what Stripe took and what accounts were granted agree, asked as an operator does.</summary>
[Collection(RunningStack.Collection)]
public sealed class Payment_reconciliation_should(RunningStack running) : IAsyncLifetime
{
    // Nobody else buys in it, so that its sums are one test's.
    private const string OwnCurrency = "QQQ";

    private readonly string _pack = $"pack-{Guid.NewGuid():N}";
    private readonly StripeDesk _stripe = new(running.Stack.Stripe!);
    private string _account = "";

    public async Task InitializeAsync()
    {
        _account = await running.Api.OpenAccount(0);
        await PriceIn("EUR");
    }

    public Task DisposeAsync()
    {
        _stripe.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Find_nothing_after_a_refund_then_a_payment_whose_webhook_is_held_back_then_nothing_once_it_is_settled()
    {
        await PriceIn(OwnCurrency);
        var refunded = await BuyAndPay();
        await _stripe.Refund(refunded, 500);
        await UntilPurchase(purchase => purchase.Number("back") == 500, "the refund to be booked");
        (await Differences()).ShouldBeEmpty();
        (await Sum()).ShouldBe((1_000, 500, 1_000, 500, true));

        await _stripe.Hold();
        try
        {
            (await _stripe.Pay((await Buy()).Text("url"))).ShouldBe(HttpStatusCode.Redirect);

            var difference = (await Differences()).ShouldHaveSingleItem();
            (difference.Text("code"), difference.Text("accountId"), difference.Text("detail")).ShouldBe(("paid-not-granted", _account, $"1000 {OwnCurrency} were received, but nothing is granted."));
            (await Sum()).ShouldBe((2_000, 500, 1_000, 500, false));

            (await running.Api.Post($"parked-payments/{difference.Text("paymentId")}/settle", "{}")).Text("outcome").ShouldBe("settled");
            (await Differences()).ShouldBeEmpty();
            (await Sum()).ShouldBe((2_000, 500, 2_000, 500, true));
        }
        finally
        {
            await _stripe.LetGoReversedAndTwice();
        }

        await running.Api.ShouldVerify(_account);
    }

    [Fact]
    public async Task Compare_only_what_was_begun_in_the_interval()
    {
        await BuyAndPay();

        var page = await running.Api.Get("payments/reconciliation?from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z");

        (page.Number("compared"), page.List("sums").Count, page.List("differences").Count).ShouldBe((0, 0, 0));
        var usual = await running.Api.Get("payments/reconciliation");
        var (from, to) = (DateTimeOffset.Parse(usual.Text("from")), DateTimeOffset.Parse(usual.Text("to")));
        (to - from).ShouldBe(TimeSpan.FromDays(30));
        (DateTimeOffset.UtcNow - to).ShouldBeInRange(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(62));
    }

    [Theory]
    [InlineData("from=soon&to=later&cursor=x&more=1", "more to from cursor")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "from")]
    [InlineData("from=0001-01-01T00:00:00Z", "from")]
    [InlineData("from=9999-12-31T23:59:59Z&to=9999-12-31T23:59:59.9999999Z", "from")]
    public async Task Name_what_is_wrong(string query, string paths) =>
        (await running.Api.Send(HttpMethod.Get, $"payments/reconciliation?{query}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

    private Task<JsonNode> PriceIn(string currency) =>
        running.Api.Put($"packs/{_pack}", $$"""{"name":"Ten","credits":10,"price":{"amount":1000,"currency":"{{currency}}"},"bonus":{"credits":1} }""");

    private async Task<JsonNode> Buy() => (await running.Api.Send(
        HttpMethod.Post, $"accounts/{_account}/purchases", new JsonObject { ["packId"] = _pack, ["successUrl"] = "https://shop.example/thanks", ["cancelUrl"] = "https://shop.example" }.ToJsonString())).ShouldBe(201);

    private async Task<string> BuyAndPay()
    {
        (await _stripe.Pay((await Buy()).Text("url"))).ShouldBe(HttpStatusCode.Redirect);
        return (await UntilPurchase(purchase => purchase.Text("state") == "paid", "the payment to be booked")).Text("paymentId");
    }

    private async Task<JsonNode> UntilPurchase(Func<JsonNode, bool> met, string what) =>
        (await ApiClient.Until(() => running.Api.Get($"accounts/{_account}/purchases"), purchases => met(purchases.List("purchases")[0]), what)).List("purchases")[0];

    // Other tests buy as well, in other currencies and for other accounts.
    private async Task<IReadOnlyList<JsonNode>> Differences() =>
        [.. (await Pages()).SelectMany(page => page.List("differences")).Where(difference => difference.Text("accountId") == _account)];

    private async Task<(decimal Received, decimal Back, decimal Granted, decimal TakenBack, bool Agrees)> Sum()
    {
        var sums = (await Pages()).SelectMany(page => page.List("sums")).Where(sum => sum.Text("currency") == OwnCurrency).ToList();
        return (sums.Sum(sum => sum.Number("received")), sums.Sum(sum => sum.Number("back")), sums.Sum(sum => sum.Number("granted")), sums.Sum(sum => sum.Number("takenBack")),
            sums.All(sum => sum["agrees"]!.GetValue<bool>()));
    }

    private async Task<IReadOnlyList<JsonNode>> Pages()
    {
        var until = Uri.EscapeDataString(DateTimeOffset.UtcNow.AddMinutes(1).ToString("O"));
        var pages = new List<JsonNode> { await running.Api.Get($"payments/reconciliation?to={until}") };
        while (pages[^1]["cursor"] is { } cursor) pages.Add(await running.Api.Get($"payments/reconciliation?to={until}&cursor={cursor.GetValue<string>()}"));
        return pages;
    }
}
