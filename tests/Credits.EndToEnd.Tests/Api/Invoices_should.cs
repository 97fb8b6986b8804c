using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>Subscriptions that Stripe bills: what their plan allots on payment is granted when an invoice is paid.</summary>
[Collection(RunningStack.Collection)]
public sealed class Invoices_should(RunningStack running) : IAsyncLifetime
{
    private const string OnPayment = """{"allotments":[{"id":"base","amount":500,"granted":"onPayment"}]}""";

    private readonly StripeDesk _stripe = new(running.Stack.Stripe!);
    private string _account = "";

    public async Task InitializeAsync() => _account = await running.Api.OpenAccount(0);

    public Task DisposeAsync()
    {
        _stripe.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Grant_once_what_was_paid_though_webhooks_come_twice_and_in_reverse()
    {
        await running.Api.PutOnPlan(_account, await running.Api.MakePlan(OnPayment));
        await _stripe.Hold();
        string[] invoices = [await _stripe.Bill(_account, 2_000), await _stripe.Bill(_account, 2_000)];
        await _stripe.LetGoReversedAndTwice();

        var granted = await Granted();
        granted.Select(grant => grant.Text("id")).ShouldBe(invoices.Select(invoice => $"{invoice}-base"), ignoreOrder: true);
        granted.ShouldAllBe(grant => grant.Text("kind") == "allotment" && grant["cost"]!.ToJsonString() == """{"amount":2000,"currency":"EUR"}""");
        (await running.Api.Balance(_account)).Number("balance").ShouldBe(1_000);
        foreach (var invoice in invoices) (await Settle(invoice)).Text("outcome").ShouldBe("settled");
        (await running.Api.Balance(_account)).Number("granted").ShouldBe(1_000);
        await running.Api.ShouldVerify(_account);
    }

    [Fact]
    public async Task Grant_nothing_before_they_are_paid()
    {
        await running.Api.PutOnPlan(_account, await running.Api.MakePlan(OnPayment));

        (await running.Api.Get($"accounts/{_account}/timeline")).List("items").ShouldBeEmpty();
        (await Granted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Be_parked_until_the_account_is_on_the_plan()
    {
        var invoice = await _stripe.Bill(_account, 2_000);
        var parked = await ApiClient.Until(
            () => running.Api.Get("parked-payments"), view => view.List("payments").Any(parked => parked.Text("paymentId") == invoice), "the invoice to be parked");
        parked.List("payments").Single(parked => parked.Text("paymentId") == invoice).Text("reason").ShouldBe("other-plan");

        await running.Api.PutOnPlan(_account, await running.Api.MakePlan(OnPayment));

        (await Settle(invoice)).Text("outcome").ShouldBe("settled");
        (await Granted()).ShouldHaveSingleItem().Text("id").ShouldBe($"{invoice}-base");
        (await running.Api.Get("parked-payments")).List("payments").ShouldNotContain(parked => parked.Text("paymentId") == invoice);
    }

    [Fact]
    public async Task Show_in_the_plan_what_they_grant()
    {
        var plan = await running.Api.MakePlan("""{"allotments":[{"id":"monthly","amount":10,"every":"P1M"},{"id":"base","amount":500,"granted":"onPayment","lifetime":"P2M"}]}""");

        (await running.Api.Get($"plans/{plan}")).List("allotments").Select(allotment => allotment.ToJsonString()).ShouldBe([
            """{"id":"monthly","amount":10,"creditType":"credits","every":"P1M","anchor":"calendar","priority":100}""",
            """{"id":"base","amount":500,"creditType":"credits","granted":"onPayment","lifetime":"P2M","priority":100}"""]);
    }

    private async Task<IReadOnlyList<JsonNode>> Granted() => [.. (await running.Api.Journal(_account)).Where(entry => entry.Text("kind") == "granted").Select(entry => entry["grant"]!)];

    private Task<JsonNode> Settle(string invoice) => running.Api.Post($"parked-payments/{invoice}/settle", "{}");
}
