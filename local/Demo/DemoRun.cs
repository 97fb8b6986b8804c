using Credits.Local.Stack;

namespace Credits.Local.Demo;

/// <summary>Starts the stack, three customers and their apps, and shows their balances fall, and rise where they are topped up.</summary>
internal static class DemoRun
{
    private const string Dunning = "TopUps__Dunning";

    // In earnest it takes days until a card that is declined is given up.
    private const string ShortDunning = "00:00:05, 00:00:05";

    /// <summary>Runs until Ctrl-C, or for some seconds.</summary>
    public static async Task<int> Run(LocalStackOptions options, bool verbose, int? seconds, CancellationToken cancellation)
    {
        Console.WriteLine("Starting Azurite, Event Hubs, Cosmos DB and the function app; the first time, npm installs Azurite …");
        var impatient = options with { Settings = new Dictionary<string, string> { [Dunning] = Environment.GetEnvironmentVariable(Dunning) ?? ShortDunning } };
        return await Serving.Run(impatient, verbose, async (stack, stop) =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (seconds is { } limit) ending.CancelAfter(TimeSpan.FromSeconds(limit));

            using var api = new DemoApi(stack.Endpoints);
            await using var inbox = await DemoInbox.Open(api, stop);
            await DemoCatalogue.Seed(api, TimeProvider.System.GetUtcNow(), stop);

            // At the real Stripe, only a customer can leave a card.
            if (stack.Stripe is not null) await DemoTopUps.Seed(api, stop);

            await using var traffic = new DemoTraffic(stack.Endpoints, TimeProvider.System);
            var view = new DemoView(api, traffic, inbox, TimeProvider.System);

            var first = await Task.WhenAny(traffic.Run(ending.Token), view.Run(ending.Token));
            await ending.CancelAsync();
            if (!first.IsCanceled) await first;
            await DemoInbox.Close(api);
        }, cancellation);
    }
}
