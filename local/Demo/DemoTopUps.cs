using System.Text.Json.Nodes;

namespace Credits.Local.Demo;

/// <summary>A customer's wish that credits are bought by themselves.</summary>
/// <param name="Level">When so many are left.</param>
/// <param name="Card">The test card it leaves at Stripe's stand-in.</param>
internal sealed record DemoTopUp(decimal Level, string Card);

/// <summary>What an app does for a customer that wants credits bought by themselves: it has a card left, and the customer agree.</summary>
internal static class DemoTopUps
{
    /// <summary>It pays.</summary>
    public const string GoodCard = "4242424242424242";

    /// <summary>It can be left, and is declined when it is charged.</summary>
    public const string DecliningCard = "4000000000000341";

    private const string Pack = "refill";
    private const decimal PackCredits = 10_000;
    private const int PackPrice = 9_900;
    private const string Currency = "EUR";
    private const int MaxPerMonth = 1_000;
    private const string Site = "https://example.com/credits";

    /// <summary>Makes the pack, leaves the cards and agrees; again at every start, which goes on where it was paused.</summary>
    public static async Task Seed(DemoApi api, CancellationToken cancellation)
    {
        await api.Put($"packs/{Pack}", new()
        {
            ["name"] = "10,000 credits",
            ["credits"] = PackCredits,
            ["price"] = new JsonObject { ["amount"] = PackPrice, ["currency"] = Currency },
        }, cancellation);

        foreach (var customer in DemoCatalogue.Customers)
        {
            if (customer.TopUp is not { } topUp) continue;

            await LeaveCard(api, customer.Account, topUp.Card, cancellation);
            await api.Put($"accounts/{customer.Account}/top-up", new()
            {
                ["level"] = topUp.Level,
                ["pack"] = Pack,
                ["quantity"] = 1,
                ["maxPerMonth"] = MaxPerMonth,
                ["returnUrl"] = Site,
                ["consentBy"] = $"{customer.Name}, on the demo's page",
            }, cancellation);
        }
    }

    // On the page of Stripe's, the customer itself does what is done here for it.
    private static async Task LeaveCard(DemoApi api, string account, string card, CancellationToken cancellation)
    {
        if ((await api.Get($"accounts/{account}/payment-methods", cancellation))["paymentMethods"]!.AsArray().Count > 0) return;

        var page = await api.Post($"accounts/{account}/payment-methods", new() { ["successUrl"] = Site, ["cancelUrl"] = Site }, cancellation);
        using var customer = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("card", card)]);
        using var answer = await customer.PostAsync(page["url"]!.GetValue<string>(), form, cancellation);
        if (answer.StatusCode != System.Net.HttpStatusCode.Redirect) throw new HttpRequestException($"Card {card} could not be left for {account}.", null, answer.StatusCode);
    }
}
