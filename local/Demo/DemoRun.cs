using Credits.Local.Stack;

namespace Credits.Local.Demo;

/// <summary>Starts the stack, three customers and their apps, and shows their balances fall.</summary>
internal static class DemoRun
{
    /// <summary>Runs until Ctrl-C, or for some seconds.</summary>
    public static async Task<int> Run(LocalStackOptions options, bool verbose, int? seconds, CancellationToken cancellation)
    {
        Console.WriteLine("Starting Azurite, Event Hubs, Cosmos DB and the function app; the first time, npm installs Azurite …");
        return await Serving.Run(options, verbose, async (stack, stop) =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (seconds is { } limit) ending.CancelAfter(TimeSpan.FromSeconds(limit));

            using var api = new DemoApi(stack.Endpoints);
            await DemoCatalogue.Seed(api, TimeProvider.System.GetUtcNow(), stop);
            await using var traffic = new DemoTraffic(stack.Endpoints, TimeProvider.System);
            var view = new DemoView(api, traffic, TimeProvider.System);

            var first = await Task.WhenAny(traffic.Run(ending.Token), view.Run(ending.Token));
            await ending.CancelAsync();
            if (!first.IsCanceled) await first;
        }, cancellation);
    }
}
