using System.Net;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>Cards that customers leave on Stripe's page, and what the API shows and forgets of them.</summary>
[Collection(RunningStack.Collection)]
public sealed class Payment_methods_should(RunningStack running) : IAsyncLifetime
{
    private const string Addresses = """{"successUrl":"https://shop.example/thanks","cancelUrl":"https://shop.example"}""";

    private readonly StripeDesk _stripe = new(running.Stack.Stripe!);
    private string _account = "";

    public async Task InitializeAsync() => _account = await running.Api.OpenAccount(0);

    public Task DisposeAsync()
    {
        _stripe.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Be_left_on_a_page_listed_and_taken_back()
    {
        (await Cards(_account)).ShouldBeEmpty();

        (await _stripe.LeaveCard((await OpenPage(_account)).ShouldBe(201).Text("url"))).ShouldBe(HttpStatusCode.Redirect);

        var card = (await Cards(_account)).ShouldHaveSingleItem();
        (card.Text("kind"), card.Text("brand"), card.Text("last4"), card["isDefault"]!.GetValue<bool>()).ShouldBe(("card", "visa", "4242", true));
        (await Delete(_account, card.Text("id"))).Status.ShouldBe(204);
        (await Cards(_account)).ShouldBeEmpty();
        (await Delete(_account, card.Text("id"))).ShouldBeProblem(404, "unknown-payment-method");
    }

    [Fact]
    public async Task Move_no_credits()
    {
        await _stripe.LeaveCard((await OpenPage(_account)).ShouldBe(201).Text("url"));

        (await running.Api.Get($"accounts/{_account}")).Number("sequence").ShouldBe(1);
    }

    [Fact]
    public async Task Be_of_the_customer_who_also_buys()
    {
        var pack = $"pack-{Guid.NewGuid():N}";
        await running.Api.Put($"packs/{pack}", """{"name":"Ten","credits":10,"price":{"amount":1000,"currency":"EUR"}}""");
        var purchase = await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/purchases", $$"""{"packId":"{{pack}}","successUrl":"https://shop.example","cancelUrl":"https://shop.example"}""");
        var page = (await OpenPage(_account)).ShouldBe(201).Text("url");

        (await _stripe.CustomerOf(page)).ShouldBe(await _stripe.CustomerOf(purchase.ShouldBe(201).Text("url")));
    }

    [Fact]
    public async Task Be_asked_for_on_one_page_for_an_idempotency_key()
    {
        var key = ("Idempotency-Key", $"k-{_account}");
        var first = (await OpenPage(_account, headers: key)).ShouldBe(201).Text("url");

        (await OpenPage(_account, headers: key)).ShouldBe(201).Text("url").ShouldBe(first);
        (await OpenPage(_account)).ShouldBe(201).Text("url").ShouldNotBe(first);
        (await OpenPage(_account, Addresses.Replace("thanks", "else", StringComparison.Ordinal), key)).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Be_neither_seen_nor_taken_back_by_another_account()
    {
        var other = await running.Api.OpenAccount(0);
        await _stripe.LeaveCard((await OpenPage(_account)).ShouldBe(201).Text("url"));
        await _stripe.LeaveCard((await OpenPage(other)).ShouldBe(201).Text("url"), StripeDesk.DeclinedCard);
        var card = (await Cards(_account)).Single().Text("id");

        (await Cards(other)).ShouldHaveSingleItem().Text("id").ShouldNotBe(card);
        (await Delete(other, card)).ShouldBeProblem(404, "unknown-payment-method");

        (await Cards(_account)).ShouldHaveSingleItem().Text("id").ShouldBe(card);
    }

    [Fact]
    public async Task Not_be_left_by_who_fails_to_authenticate()
    {
        var page = (await OpenPage(_account)).ShouldBe(201).Text("url");

        (await _stripe.LeaveCard(page, StripeDesk.AuthenticatingCard)).ShouldBe(HttpStatusCode.OK, "the bank asks");
        (await _stripe.Authenticate(page, StripeDesk.AuthenticatingCard, isHolder: false)).ShouldBe(HttpStatusCode.PaymentRequired);
        (await Cards(_account)).ShouldBeEmpty();

        (await _stripe.Authenticate(page, StripeDesk.AuthenticatingCard, isHolder: true)).ShouldBe(HttpStatusCode.Redirect);
        (await Cards(_account)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("""{"successUrl":"ftp://x","cancelUrl":"/back"}""", "successUrl cancelUrl")]
    [InlineData("""{"successUrl":"https://a.example","cancelUrl":7}""", "cancelUrl")]
    [InlineData("""{"successUrl":"https://a.example","cancelUrl":"https://a.example","card":"4242"}""", "card")]
    public async Task Name_what_is_wrong(string body, string paths) =>
        (await OpenPage(_account, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

    private Task<ApiAnswer> OpenPage(string account, string body = Addresses, params (string Name, string Value)[] headers) =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/payment-methods", body, headers: headers);

    private async Task<IReadOnlyList<JsonNode>> Cards(string account) => [.. (await running.Api.Get($"accounts/{account}/payment-methods")).List("paymentMethods")];

    private Task<ApiAnswer> Delete(string account, string card) => running.Api.Send(HttpMethod.Delete, $"accounts/{account}/payment-methods/{card}");
}
