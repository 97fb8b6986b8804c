using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Local.Stripe;

namespace Credits.EndToEnd.Tests;

/// <summary>What customers and operators do at Stripe.</summary>
internal sealed class StripeDesk : IDisposable
{
    public const string GoodCard = "4242424242424242";
    public const string DeclinedCard = "4000000000009995";

    /// <summary>Its holder is asked each time.</summary>
    public const string AuthenticatingCard = "4000002760003184";

    /// <summary>Charges of it stay in processing until <see cref="Finish"/>.</summary>
    public const string SlowCard = "9000000000000001";

    private readonly StripeEndpoint _stripe;
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    public StripeDesk(StripeEndpoint stripe)
    {
        _stripe = stripe;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stripe.ApiKey);
    }

    /// <summary>Uses a card on the page of a purchase.</summary>
    public Task<HttpStatusCode> Pay(string page, string card = GoodCard) => Post(new(page), ("card", card));

    /// <summary>Leaves a card on a page for it.</summary>
    public Task<HttpStatusCode> LeaveCard(string page, string card = GoodCard) => Post(new(page), ("card", card));

    /// <summary>Answers the bank, which asks whether it is the card's holder.</summary>
    public Task<HttpStatusCode> Authenticate(string page, string card, bool isHolder) => Post(new(page), ("card", card), ("authenticated", isHolder ? "yes" : "no"));

    /// <summary>Every payment that was begun for a purchase, the newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> PaymentsOf(string purchase) =>
        [.. JsonNode.Parse(await _http.GetStringAsync(new Uri(_stripe.Url, "v1/payment_intents?limit=100")))!["data"]!.AsArray()
            .Where(payment => payment!["metadata"]?["credits_purchase"]?.GetValue<string>() == purchase).Select(payment => payment!)];

    /// <summary>Ends a payment that is in processing.</summary>
    public async Task Finish(string payment, bool succeed) =>
        (await Post(new(_stripe.Url, $"stand-in/payments/{payment}/finish?succeed={(succeed ? "true" : "false")}"))).ShouldBe(HttpStatusCode.OK);

    /// <summary>The customer for whom a page was opened.</summary>
    public async Task<string> CustomerOf(string page) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(_stripe.Url, $"v1/checkout/sessions/{IdOf(page)}")))!["customer"]!.GetValue<string>();

    /// <summary>Bills an account's subscription for a month from now on, and pays it; answers the invoice's id.</summary>
    public async Task<string> Bill(string account, long amount)
    {
        var now = DateTimeOffset.UtcNow;
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["amount"] = $"{amount}",
            ["currency"] = "eur",
            ["period_start"] = $"{now.ToUnixTimeSeconds()}",
            ["period_end"] = $"{now.AddMonths(1).ToUnixTimeSeconds()}",
            ["metadata[credits_account]"] = account,
        });
        using var response = await _http.PostAsync(new Uri(_stripe.Url, "stand-in/invoices"), content);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
    }

    public async Task Refund(string payment, long amount) =>
        (await Post(new(_stripe.Url, "v1/refunds"), ("payment_intent", payment), ("amount", $"{amount}"))).ShouldBe(HttpStatusCode.OK);

    public async Task CloseDispute(string payment, string status) =>
        (await Post(new(_stripe.Url, "stand-in/disputes"), ("payment_intent", payment), ("status", status))).ShouldBe(HttpStatusCode.OK);

    /// <summary>Lets an unpaid page end.</summary>
    public async Task Expire(string page) =>
        (await Post(new(_stripe.Url, $"v1/checkout/sessions/{IdOf(page)}/expire"))).ShouldBe(HttpStatusCode.OK);

    /// <summary>Holds webhooks back.</summary>
    public async Task Hold() => (await Post(new(_stripe.Url, "stand-in/webhooks/hold"))).ShouldBe(HttpStatusCode.OK);

    /// <summary>Sends what was held back, the last first, each twice; returns when all is taken.</summary>
    public async Task LetGoReversedAndTwice() => (await Post(new(_stripe.Url, "stand-in/webhooks/let-go?reversed=true&times=2"))).ShouldBe(HttpStatusCode.OK);

    /// <summary>The signature of a body by the stack's secret, or by another.</summary>
    public string Sign(string body, DateTimeOffset at, string? secret = null) =>
        $"t={at.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? _stripe.WebhookSecret), Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}.{body}")))}";

    public void Dispose() => _http.Dispose();

    private static string IdOf(string page) => page[(page.LastIndexOf('/') + 1)..];

    private async Task<HttpStatusCode> Post(Uri address, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(item => KeyValuePair.Create(item.Name, item.Value)));
        using var response = await _http.PostAsync(address, content);
        return response.StatusCode;
    }
}
