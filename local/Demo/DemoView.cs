using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Credits.Local.Demo;

/// <summary>What the demo shows: every figure comes out of the product's API, every word out of its alerts.</summary>
internal sealed class DemoView(DemoApi api, DemoTraffic traffic, DemoInbox inbox, TimeProvider clock)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private long _lastBooked = -1;
    private long _lastAt;

    /// <summary>Shows a live table, or lines where the output is no terminal, until cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(Refresh, clock);
        if (Console.IsOutputRedirected)
        {
            while (await ticks.WaitForNextTickAsync(cancellation))
            {
                while (inbox.TakeNew() is { } alert) Console.WriteLine($"{alert.At:HH:mm:ss}  {alert.Account}: {alert.Words}");
                Console.WriteLine(await Line(cancellation));
            }

            return;
        }

        await AnsiConsole.Live(new Markup("…")).StartAsync(async live =>
        {
            while (await ticks.WaitForNextTickAsync(cancellation)) live.UpdateTarget(await Table(cancellation));
        });
    }

    private async Task<string> Line(CancellationToken cancellation)
    {
        var (speed, ingest) = await Progress(cancellation);
        var balances = new List<string>();
        foreach (var customer in DemoCatalogue.Customers)
        {
            var type = await CreditsOf(customer, cancellation);
            balances.Add($"{customer.Account} burned {Amount(type, "burned")} balance {Amount(type, "balance")}");
        }

        return $"{speed,6:0} events/s  lag {ingest["lag"],4}  duplicates {ingest["duplicates"]}  dead letters {ingest["deadLettered"]}  |  {string.Join("  |  ", balances)}";
    }

    private async Task<Table> Table(CancellationToken cancellation)
    {
        var (speed, ingest) = await Progress(cancellation);
        var table = new Table().Title($"[bold]{speed:0}[/] events/s booked   lag [bold]{ingest["lag"]}[/]   sent {traffic.Sent:N0}   dead letters {ingest["deadLettered"]}   duplicates {ingest["duplicates"]}")
            .AddColumn("Customer");
        foreach (var heading in new[] { "Events", "Granted", "Burned", "Balance", "Overdraft" }) table.AddColumn(new TableColumn(heading).RightAligned());
        table.AddColumn("Told by alerts");

        foreach (var customer in DemoCatalogue.Customers)
        {
            var type = await CreditsOf(customer, cancellation);
            table.AddRow(
                $"{customer.Name}\n[grey]{customer.Account}[/]", $"{type?["debits"]}", Amount(type, "granted"), Amount(type, "burned"), $"[green]{Amount(type, "balance")}[/]",
                $"[red]{Amount(type, "overdraft")}[/]", string.Join('\n', inbox.LatestOf(customer.Account).Select(alert => Markup.Escape($"{alert.At:HH:mm:ss} {alert.Words}"))));
        }

        return table.Caption("Ctrl-C stops everything; the data stay");
    }

    private async Task<(double Speed, JsonNode Ingest)> Progress(CancellationToken cancellation)
    {
        var ingest = await api.Get("ingest", cancellation);
        var (booked, now) = (ingest["booked"]!.GetValue<long>(), clock.GetTimestamp());
        var speed = _lastBooked < 0 ? 0 : (booked - _lastBooked) / clock.GetElapsedTime(_lastAt, now).TotalSeconds;
        (_lastBooked, _lastAt) = (booked, now);
        return (speed, ingest);
    }

    private async Task<JsonObject?> CreditsOf(DemoCustomer customer, CancellationToken cancellation)
    {
        var balance = await api.Get($"accounts/{customer.Account}/balance", cancellation);
        return balance["balances"]!.AsArray().FirstOrDefault()?.AsObject();
    }

    private static string Amount(JsonObject? type, string name) => (type?[name]?.GetValue<decimal>() ?? 0).ToString("N3", CultureInfo.InvariantCulture);
}
