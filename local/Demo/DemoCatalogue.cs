using System.Text.Json.Nodes;

namespace Credits.Local.Demo;

/// <summary>A customer of the demo.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Share">How much of the traffic is its.</param>
/// <param name="Purchase">The credits it buys at the start.</param>
/// <param name="Plan">The plan it is on; null for none.</param>
/// <param name="TopUp">How it has credits bought by themselves; null for not at all.</param>
internal sealed record DemoCustomer(string Account, string Name, double Share, decimal Purchase, string? Plan = null, DemoTopUp? TopUp = null);

/// <summary>What the demo sells, and to whom.</summary>
internal static class DemoCatalogue
{
    public const string Meter = "llm.chat";
    public const string ImageMeter = "image.generated";
    private const string RateCard = "default";
    private const string ProPlan = "pro";
    private const int HalfPercent = 50;
    private const decimal WelcomeCredits = 50;
    private static readonly TimeSpan WelcomeLifetime = TimeSpan.FromHours(1);

    public static readonly string[] Models = ["small", "large", "vision"];

    public static readonly DemoCustomer[] Customers =
    [
        new("acme", "Acme Robotics", 0.6, 8_000, TopUp: new(5_000, DemoTopUps.GoodCard)),
        new("globex", "Globex Media", 0.3, 5_000, ProPlan),
        new("initech", "Initech", 0.1, 1_000, TopUp: new(500, DemoTopUps.DecliningCard)),
    ];

    /// <summary>Publishes the prices, makes the plan, opens the accounts, says of what they are told and grants credits; again at every start, under new grant ids.</summary>
    public static async Task Seed(DemoApi api, DateTimeOffset now, CancellationToken cancellation)
    {
        if ((await api.Get($"rate-cards/{RateCard}/versions", cancellation))["versions"]!.AsArray().Count == 0)
        {
            await api.Put($"rate-cards/{RateCard}", new() { ["rates"] = Rates() }, cancellation);
            await api.Post($"rate-cards/{RateCard}/publish", [], cancellation);
        }

        await api.Put($"plans/{ProPlan}", Pro(), cancellation);
        foreach (var customer in Customers)
        {
            await api.Put($"accounts/{customer.Account}", new() { ["name"] = customer.Name, ["plan"] = customer.Plan }, cancellation);
            await api.Put($"accounts/{customer.Account}/thresholds", new() { ["thresholds"] = new JsonArray(new JsonObject { ["percent"] = HalfPercent }, new JsonObject { ["left"] = 0 }) }, cancellation);
            await api.Post($"accounts/{customer.Account}/grants", new()
            {
                ["id"] = $"welcome-{now:yyyyMMddHHmmss}",
                ["kind"] = "promo",
                ["amount"] = WelcomeCredits,
                ["expiresAt"] = (now + WelcomeLifetime).ToString("O"),
            }, cancellation);
            await api.Post($"accounts/{customer.Account}/grants", new()
            {
                ["id"] = $"purchase-{now:yyyyMMddHHmmss}",
                ["kind"] = "purchase",
                ["amount"] = customer.Purchase,
            }, cancellation);
        }
    }

    private static JsonObject Pro() => new()
    {
        ["name"] = "Pro",
        ["allotments"] = new JsonArray(new JsonObject
        {
            ["id"] = "monthly",
            ["amount"] = 500,
            ["every"] = "P1M",
            ["rollover"] = new JsonObject { ["maximum"] = 250, ["periods"] = 1 },
        }),
    };

    private static JsonArray Rates() => new(
        Rate(Meter, null, ("inputTokens", 0.5m, 1000), ("outputTokens", 1.5m, 1000)),
        Rate(Meter, "large", ("inputTokens", 3m, 1000), ("outputTokens", 12m, 1000)),
        Rate(Meter, "vision", ("inputTokens", 5m, 1000), ("outputTokens", 15m, 1000)),
        Rate(ImageMeter, null, (null, 5m, 1)));

    private static JsonObject Rate(string meter, string? model, params ReadOnlySpan<(string? Quantity, decimal Credits, int Per)> components)
    {
        var parts = new JsonArray();
        foreach (var (quantity, credits, per) in components)
        {
            var part = new JsonObject { ["credits"] = credits, ["per"] = per };
            if (quantity is not null) part["quantity"] = quantity;
            parts.Add((JsonNode)part);
        }

        var rate = new JsonObject { ["meter"] = meter, ["components"] = parts };
        if (model is not null) rate["conditions"] = new JsonArray(new JsonObject { ["dimension"] = "model", ["equals"] = model });
        return rate;
    }
}
