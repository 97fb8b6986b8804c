using Azure.Data.Tables;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests;

/// <summary>docs/operations.md, "Back up and restore": the documents of an earlier moment are put back, and what the app remembers elsewhere is told to forget it.</summary>
public sealed class Restore_should : IDisposable
{
    private const int Before = 300;
    private const int Events = 500;

    private static readonly Dictionary<string, string> Soon = new() { ["ReconcileSchedule"] = "* * * * * *", ["Ingest__Grace"] = "00:00:01" };

    // What remembers that something was done, though the documents no longer have it.
    private static readonly string[] Forgetful = ["ingest", "idempotency"];

    private readonly string _data = Directory.CreateTempSubdirectory("credits-restore-").FullName;
    private readonly string _backup = Directory.CreateTempSubdirectory("credits-backup-").FullName;

    [Fact]
    public async Task Book_everything_that_the_event_hub_has_kept_and_each_event_once()
    {
        string account;
        await using (var stack = await Start())
        {
            var api = new ApiClient(() => stack.Endpoints);
            await api.PublishPrices();
            account = await api.OpenAccount(credits: 1_000);
            await Send(api, account, 0, Before);
        }

        Copy(Path.Combine(_data, "cosmos"), _backup);

        await using (var stack = await Start())
        {
            var api = new ApiClient(() => stack.Endpoints);
            await Send(api, account, Before, Events);
            await api.Post($"accounts/{account}/grants", """{"id":"by-request","kind":"promo","amount":7}""");
        }

        Directory.Delete(Path.Combine(_data, "cosmos"), recursive: true);
        Copy(_backup, Path.Combine(_data, "cosmos"));

        await using (var stack = await Start())
        {
            var api = new ApiClient(() => stack.Endpoints);
            (await api.Balance(account)).Number("debits").ShouldBe(Before);

            foreach (var table in Forgetful) await Empty(new(stack.Endpoints.Storage, table));
            await api.UntilDebits(account, Events);
            var ingest = await api.UntilSettled();

            (ingest["booked"]!.GetValue<long>(), ingest["duplicates"]!.GetValue<long>()).ShouldBe((Events - Before, Before));
            var balance = await api.Balance(account);
            (balance.Number("granted"), balance.Number("burned")).ShouldBe((1_000, Enumerable.Range(0, Events).Sum(i => i * 0.001m)));
            await api.ShouldVerify(account);
        }
    }

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_backup, recursive: true);
    }

    private Task<LocalStack> Start() =>
        LocalStack.Start(new() { DataDirectory = _data, Settings = Soon }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task Send(ApiClient api, string account, int from, int before)
    {
        var events = Enumerable.Range(from, before - from).Select(i => Usage.Call(account, $"event-{i}", inputTokens: i, outputTokens: 0).ToJsonString());
        await api.Post("events", $"[{string.Join(',', events)}]");
        await api.UntilDebits(account, before);
        await api.UntilSettled();
    }

    private static async Task Empty(TableClient table)
    {
        await foreach (var row in table.QueryAsync<TableEntity>()) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
