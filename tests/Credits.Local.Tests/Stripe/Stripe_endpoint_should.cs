using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Local.Stripe;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Stripe;

public sealed class Stripe_endpoint_should : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });
    private StripeEndpoint _stripe = null!;

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await _stripe.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Answer_the_same_key_with_the_same_answer_and_refuse_it_for_anything_else()
    {
        var first = await Ask("v1/customers", "key-1", ("name", "Acme"));

        (await Ask("v1/customers", "key-1", ("name", "Acme"))).Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        (await Ask("v1/customers", "key-2", ("name", "Acme"))).Body["id"]!.GetValue<string>().ShouldNotBe(first.Body["id"]!.GetValue<string>());
        var (status, body) = await Ask("v1/customers", "key-1", ("name", "Globex"));
        (status, body["error"]!["type"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "idempotency_error"));
    }

    [Fact]
    public async Task Know_only_its_own_key()
    {
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "sk_test_other");

        (await Ask("v1/customers", null, ("name", "Acme"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refuse_a_card_that_is_none_of_the_test_cards() => (await Pay(await OpenPage(), "4111111111111111")).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Send_signed_webhooks_until_they_are_taken()
    {
        await using var receiver = await Receiver.Start(refusals: 2);
        _stripe.DeliverTo(receiver.Url);

        (await Pay(await OpenPage(), "4242424242424242")).ShouldBe(HttpStatusCode.Redirect);

        await Until.Holds(() => receiver.Taken.Count == 2, "both webhooks to be taken");
        receiver.Refused.ShouldBe(2);
        receiver.Types.ShouldBe(["payment_intent.succeeded", "checkout.session.completed"], ignoreOrder: true);
        foreach (var (signature, body) in receiver.Taken)
        {
            var time = signature.Split(',')[0]["t=".Length..];
            signature.ShouldBe($"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_stripe.WebhookSecret), Encoding.UTF8.GetBytes($"{time}.{body}")))}");
        }
    }

    [Fact]
    public async Task Send_what_was_held_back_in_reverse_and_twice()
    {
        await using var receiver = await Receiver.Start();
        _stripe.DeliverTo(receiver.Url);
        await Ask("stand-in/webhooks/hold", null);
        await Pay(await OpenPage(), "4242424242424242");

        await Ask("stand-in/webhooks/let-go?reversed=true&times=2", null);

        receiver.Types.ShouldBe(["checkout.session.completed", "payment_intent.succeeded", "checkout.session.completed", "payment_intent.succeeded"]);
    }

    [Fact]
    public async Task Remember_over_a_restart_what_was_paid_and_what_nobody_took()
    {
        var (key, secret) = (_stripe.ApiKey, _stripe.WebhookSecret);
        await Pay(await OpenPage(), "4242424242424242");
        await _stripe.DisposeAsync();

        await Start();

        (_stripe.ApiKey, _stripe.WebhookSecret).ShouldBe((key, secret));
        await using var receiver = await Receiver.Start();
        _stripe.DeliverTo(receiver.Url);
        await Until.Holds(() => receiver.Taken.Count == 2, "both webhooks to be taken");
        var payment = receiver.Taken.Select(taken => JsonNode.Parse(taken.Body)!["data"]!["object"]!).Single(item => item["object"]!.GetValue<string>() == "payment_intent");
        var refund = await Ask("v1/refunds", null, ("payment_intent", payment["id"]!.GetValue<string>()));
        refund.Body["amount"]!.GetValue<long>().ShouldBe(2_000);
        await Until.Holds(() => receiver.Types.Contains("charge.refunded"), "the refund to be told");
    }

    [Fact]
    public async Task Show_a_page_that_escapes_what_others_wrote()
    {
        var page = await _http.GetStringAsync(await OpenPage());

        page.ShouldContain("Ten &lt;b&gt;");
        page.ShouldContain("2000 EUR");
        page.ShouldContain("4000000000009995");
    }

    [Fact]
    public async Task List_payments_newest_first_page_by_page_within_an_interval()
    {
        for (var i = 0; i < 3; i++) await Pay(await OpenPage(), "4242424242424242");
        var all = await Get("v1/payment_intents?limit=100&expand[0]=data.latest_charge");
        var ids = Ids(all);

        ids.Length.ShouldBe(3);
        all["has_more"]!.GetValue<bool>().ShouldBeFalse();
        all["data"]![0]!["latest_charge"]!["amount"]!.GetValue<long>().ShouldBe(2_000);
        var first = await Get("v1/payment_intents?limit=2");
        Ids(first).ShouldBe(ids[..2]);
        first["has_more"]!.GetValue<bool>().ShouldBeTrue();
        first["data"]![0]!["latest_charge"]!.GetValueKind().ShouldBe(JsonValueKind.String);
        var rest = await Get($"v1/payment_intents?limit=2&starting_after={ids[1]}");
        Ids(rest).ShouldBe(ids[2..]);
        rest["has_more"]!.GetValue<bool>().ShouldBeFalse();

        var (oldest, newest) = (all["data"]![2]!["created"]!.GetValue<long>(), all["data"]![0]!["created"]!.GetValue<long>());
        Ids(await Get($"v1/payment_intents?created[gte]={oldest}&created[lt]={newest + 1}")).ShouldBe(ids);
        Ids(await Get($"v1/payment_intents?created[lt]={oldest}")).ShouldBeEmpty();
        Ids(await Get($"v1/payment_intents?created[gte]={newest + 1}")).ShouldBeEmpty();
        (await Get("v1/payment_intents?limit=101"))["error"]!["code"]!.GetValue<string>().ShouldBe("parameter_invalid_integer");
        (await Get("v1/payment_intents?starting_after=pi_none"))["error"]!["code"]!.GetValue<string>().ShouldBe("resource_missing");
        (await Get("v1/payment_intents?customer=cus_1"))["error"]!["code"]!.GetValue<string>().ShouldBe("parameter_unknown");

        static string[] Ids(JsonNode page) => [.. page["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
    }

    private async Task<JsonNode> Get(string path)
    {
        using var response = await _http.GetAsync(new Uri(_stripe.Url, path));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private async Task Start()
    {
        _stripe = await StripeEndpoint.Start(_data.Path, 0, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _stripe.ApiKey);
    }

    private async Task<string> OpenPage()
    {
        var customer = (await Ask("v1/customers", null, ("name", "Acme"))).Body["id"]!.GetValue<string>();
        var (status, session) = await Ask(
            "v1/checkout/sessions", null, ("mode", "payment"), ("customer", customer), ("success_url", "https://shop.example/thanks"), ("cancel_url", "https://shop.example"), ("metadata[a]", "b"),
            ("payment_intent_data[metadata][a]", "b"), ("line_items[0][quantity]", "2"), ("line_items[0][price_data][currency]", "eur"), ("line_items[0][price_data][unit_amount]", "1000"),
            ("line_items[0][price_data][product_data][name]", "Ten <b>"));
        status.ShouldBe(HttpStatusCode.OK, session.ToJsonString());
        return session["url"]!.GetValue<string>();
    }

    private async Task<HttpStatusCode> Pay(string page, string card)
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("card", card)]);
        using var response = await _http.PostAsync(page, content);
        return response.StatusCode;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> Ask(string path, string? key, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_stripe.Url, path)) { Content = new FormUrlEncodedContent(form.Select(item => KeyValuePair.Create(item.Name, item.Value))) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
