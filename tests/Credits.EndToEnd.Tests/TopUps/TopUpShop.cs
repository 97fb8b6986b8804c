using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Credits.Functions.Tests.Deliveries;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>Customers whose credits are bought by themselves, and what must be true of each, whatever is killed when.</summary>
internal sealed class TopUpShop(ApiClient api, StripeDesk stripe) : IAsyncDisposable
{
    /// <summary>It can be left, and is declined whenever it is charged.</summary>
    public const string CardThatFails = "4000000000000341";

    private const string Pack = "fifty";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private WebhookReceiver _receiver = null!;

    /// <summary>What customers and operators do at Stripe.</summary>
    public StripeDesk Stripe => stripe;

    /// <summary>Where alerts go, if not straight to the receiver.</summary>
    public Func<Uri, Uri> AlertsOver { get; init; } = url => url;

    public async Task Open()
    {
        _receiver = await WebhookReceiver.Start();
        await api.PublishPrices();
        await api.Put($"packs/{Pack}", """{"name":"Fifty","credits":50,"price":{"amount":500,"currency":"EUR"}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        stripe.Dispose();
    }

    /// <summary>Opens an account that is topped up when 20 of its 100 credits are left.</summary>
    public async Task<string> Welcome(string card)
    {
        var account = await api.OpenAccount(100);
        var page = (await api.Post($"accounts/{account}/payment-methods", """{"successUrl":"https://shop.example","cancelUrl":"https://shop.example"}""")).Text("url");
        (await stripe.LeaveCard(page, card)).ShouldBe(HttpStatusCode.Redirect);
        await api.Put($"accounts/{account}/top-up", $$"""{"level":20,"pack":"{{Pack}}","quantity":1,"maxPerMonth":5,"returnUrl":"https://shop.example","consentBy":"ann@acme.example"}""");
        await api.Put($"accounts/{account}/alert-endpoints/told", $$"""{"url":"{{AlertsOver(new(_receiver.Url))}}","types":["topup.succeeded","topup.failed","topup.paused"]}""");
        return account;
    }

    /// <summary>Burns 85 credits, so that 15 are left; asks until it is answered that they are.</summary>
    public Task Burn(string account) => Insist(async () =>
    {
        var answer = await api.Debit(account, Usage.Call(account, "the-crossing", inputTokens: 85_000, outputTokens: 0));
        answer.Status.ShouldBeInRange(200, 299, answer.Text);
        return answer;
    });

    /// <summary>Waits until the purchase of an account has come to an end, and it was told so.</summary>
    public async Task UntilOver(string account)
    {
        await ApiClient.Until(() => Insist(() => Purchases(account)), purchases => purchases.Any(purchase => purchase.Text("state") != "open"), $"the purchase of {account} to end");
        await ApiClient.Until(() => Insist(() => ToldOf(account)), told => told.Any(type => type is "topup.succeeded" or "topup.paused"), $"the end of the purchase of {account} to be told");
    }

    /// <summary>Waits for the payment of an account's purchase.</summary>
    public async Task<string> UntilCharged(string account)
    {
        var purchase = await ApiClient.Until(async () => (await Purchases(account)).SingleOrDefault(), begun => begun is not null, $"a purchase of {account} to begin");
        return (await ApiClient.Until(() => stripe.PaymentsOf(purchase!.Text("id")), payments => payments.Count > 0, $"a payment of {account}"))[0].Text("id");
    }

    /// <summary>Asserts that an account was charged once, was granted that, and was told once.</summary>
    public async Task ShouldHaveBoughtOnce(string account, string what)
    {
        var purchase = (await Purchases(account)).ShouldHaveSingleItem(what);
        purchase.Text("state").ShouldBe("paid", what);
        (await stripe.PaymentsOf(purchase.Text("id"))).Select(payment => (payment.Text("id"), payment.Text("status"))).ShouldBe([(purchase.Text("paymentId"), "succeeded")], what);
        (await api.Journal(account)).Where(entry => entry.Text("kind") == "granted").Select(entry => (entry["grant"]!.Text("id"), entry.Number("amount"))).ShouldBe([("first", 100m), (purchase.Text("paymentId"), 50m)], what);
        (await api.Balance(account)).Number("available").ShouldBe(65, what);
        (await ToldOf(account)).ShouldHaveSingleItem(what).ShouldBe("topup.succeeded", what);
        await api.ShouldVerify(account);
    }

    /// <summary>Asserts that an account's card was charged as often as the schedule says, that nothing was granted, and that each attempt and the end were told once.</summary>
    public async Task ShouldHaveTried(string account, int attempts, string what)
    {
        var purchase = (await Purchases(account)).ShouldHaveSingleItem(what);
        purchase.Text("state").ShouldBe("abandoned", what);
        (await stripe.PaymentsOf(purchase.Text("id"))).Select(payment => (payment.Text("status"), payment.Number("amount_received"))).ShouldBe(Enumerable.Repeat(("canceled", 0m), attempts), what);
        (await api.Journal(account)).Count(entry => entry.Text("kind") == "granted").ShouldBe(1, what);
        string.Join(' ', (await ToldOf(account)).Order()).ShouldBe(string.Join(' ', [.. Enumerable.Repeat("topup.failed", attempts - 1), "topup.paused"]), what);
        (await api.Get($"accounts/{account}/top-up"))["topUp"]!.Text("paused").ShouldBe("generic_decline", what);
        await api.ShouldVerify(account);
    }

    /// <summary>Asserts that every payment has its grant, and no other has.</summary>
    public async Task ShouldReconcile()
    {
        var (compared, until) = (0m, Uri.EscapeDataString($"{DateTimeOffset.UtcNow.AddHours(1):O}"));
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await api.Get($"payments/reconciliation?to={until}{(cursor is "" ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            page.List("differences").ShouldBeEmpty();
            compared += page.Number("compared");
            cursor = page["cursor"]?.GetValue<string>();
        }

        compared.ShouldBeGreaterThan(0);
    }

    private async Task<IReadOnlyList<JsonNode>> Purchases(string account) => (await api.Get($"accounts/{account}/purchases")).List("purchases");

    private async Task<IReadOnlyList<string>> ToldOf(string account) =>
        [.. (await api.Get($"accounts/{account}/webhooks/deliveries")).List("deliveries").Select(delivery => delivery.Text("type"))];

    // What fails because something was killed is done again.
    private static async Task<T> Insist<T>(Func<Task<T>> attempt)
    {
        const int maxAttempts = 300;
        for (var left = maxAttempts; ; left--)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (left > 0 && e is HttpRequestException or IOException or SocketException or ShouldAssertException or OperationCanceledException)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
