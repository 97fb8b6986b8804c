using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Credits.Functions.Http;
using Credits.Functions.Payments;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Functions.StripeWebhooks;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Credits.Grants;
using Credits.Journal;
using Credits.Packs;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace Credits.Functions.Tests.Purchases;

/// <summary>An account that buys, and everything from the webhook's endpoint to the stores; only the provider is a <see cref="Till"/>.</summary>
internal sealed class Shop
{
    public const string Secret = "whsec_test";

    private static readonly CancellationToken None = CancellationToken.None;

    // No orchestration is alive that could wait for a payment.
    private static readonly DurableTaskClient Nobody = new Mock<DurableTaskClient>("nobody").Object;
    private readonly Ledger _ledger;
    private readonly AccountWriter _writer;
    private readonly TableClient _handled;
    private readonly Ahead _clock = new();

    /// <param name="storage">The tables.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="like">Another instance of the app for the same account and provider; null for an account of its own.</param>
    public Shop(RunningStorage storage, RunningAccounts accounts, Shop? like = null)
    {
        (Account, Till) = (like?.Account ?? Given.NewAccount(), like?.Till ?? new());
        _ledger = new(accounts);
        Purchases = new(storage.Tables);
        Events = new(storage.Tables);
        (Plans, _handled) = (new(storage.Tables), storage.Tables.GetTableClient(PaymentEventStore.Table));
        var plans = PlansFor.Of(storage.Tables, TimeProvider.System);
        _writer = new(_ledger.Store, _ledger.Commits, new(Options.Create(new AccountStoreOptions())), new(), plans, _clock);
        var (grants, parked) = (new PaidGrants(_ledger.Store, _ledger.Journal), new ParkedPayments(Events, Measurements.Unheard, TimeProvider.System, NullLogger<ParkedPayments>.Instance));
        Reconciliation = new(Till, Purchases, Events, grants, _ledger.Store);
        Settlement = new(Till, Purchases, grants, parked, _ledger.Store, _writer);
        Invoices = new(Till, grants, parked, Events, plans, _ledger.Store, _writer, TimeProvider.System);
        Webhooks = new(
            Options.Create(new StripeOptions { ApiKey = "sk_test", WebhookSecret = Secret }), Settlement, Invoices, Purchases, Events, TimeProvider.System, NullLogger<StripeWebhookFunction>.Instance);
    }

    public AccountId Account { get; }

    public Till Till { get; }

    public PurchaseStore Purchases { get; }

    public PaymentEventStore Events { get; }

    public PurchaseSettlement Settlement { get; }

    public InvoiceSettlement Invoices { get; }

    public PlanStore Plans { get; }

    public PaymentReconciliation Reconciliation { get; }

    public StripeWebhookFunction Webhooks { get; }

    public static Offer Ten { get; } = new("ten", 1, new(1_000, "EUR"), Credits.Of(10)) { Bonus = Credits.Of(1) };

    public Task Open() => _ledger.Open(Account);

    /// <summary>Begins a purchase, and a payment for it that has not succeeded.</summary>
    /// <returns>The payment's id.</returns>
    public async Task<string> Begin(Offer? offer = null)
    {
        var (purchase, payment) = (Guid.NewGuid().ToString("N"), $"pi_{Guid.NewGuid():N}");
        await Purchases.Add(
            new() { Id = purchase, Account = Account, Offer = offer ?? Ten, SuccessUrl = "https://shop.example", CancelUrl = "https://shop.example", CreatedAt = DateTimeOffset.UtcNow, Url = "https://pay.example" }, None);
        Till[payment] = new(payment, Received: null, new(Account.Value, (offer ?? Ten).PackId, purchase), Refunded: 0, Lost: 0);
        return payment;
    }

    /// <summary>Begins a purchase and pays it. No webhook tells of it yet.</summary>
    public async Task<string> Pay(Offer? offer = null)
    {
        var payment = await Begin(offer);
        Till[payment] = Till[payment] with { Received = (offer ?? Ten).Price };
        return payment;
    }

    public static string Body(string payment, string type = "payment_intent.succeeded", string? id = null) => new JsonObject
    {
        ["id"] = id ?? $"evt_{Guid.NewGuid():N}",
        ["type"] = type,
        ["data"] = new JsonObject { ["object"] = new JsonObject { [type.StartsWith("payment_intent", StringComparison.Ordinal) ? "id" : "payment_intent"] = payment } },
    }.ToJsonString();

    public Task<(int Status, string? Outcome)> Tell(string payment, string type = "payment_intent.succeeded") => Send(Body(payment, type));

    /// <summary>Sends a webhook, signed unless another signature is given.</summary>
    public async Task<(int Status, string? Outcome)> Send(string body, string? signature = null)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Request.Headers["Stripe-Signature"] = signature ?? Sign(body, DateTimeOffset.UtcNow);
        var answer = (Answer)await Webhooks.Post(http.Request, Nobody, None);
        using var json = JsonDocument.Parse(answer.Body);
        return (answer.Status, json.RootElement.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null);
    }

    public static string Sign(string body, DateTimeOffset at, string secret = Secret) =>
        $"t={at.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at.ToUnixTimeSeconds()}.{body}")))}";

    /// <summary>Burns credits that the account has.</summary>
    public Task Burn(decimal credits) => _writer.Change(
        Account, open: false,
        (_, commit) => Task.FromResult(commit.Debit(Given.Event(Account, Guid.NewGuid().ToString("N"), at: DateTimeOffset.UtcNow), Given.Charge(credits))), None);

    /// <summary>Lets time pass for what is booked from now on.</summary>
    public void Wait(TimeSpan time) => _clock.Waited += time;

    /// <summary>Grants a purchase's credits by hand.</summary>
    public Task Grant(string grant, decimal credits) =>
        _writer.Change(Account, open: false, (_, commit) => Task.FromResult(commit.Grant(new() { Id = grant, Kind = GrantKind.Purchase, Amount = Credits.Of(credits), Remaining = Credits.Of(credits), EffectiveAt = commit.BookedAt })), None);

    /// <summary>Voids a grant by hand.</summary>
    public Task Void(string grant) => _writer.Change(Account, open: false, (_, commit) => Task.FromResult(commit.Void(grant, "by mistake")), None);

    /// <summary>Puts the account on a plan; null for none.</summary>
    public Task ComeTo(string? plan) => _writer.Change(
        Account, open: false,
        (_, commit) =>
        {
            commit.Configure(commit.Account.Settings.OnPlan(plan));
            return Task.FromResult(true);
        },
        None);

    /// <summary>Loses the note that an invoice was settled.</summary>
    public Task LoseNoteOf(string invoice) => _handled.DeleteEntityAsync("handled", invoice);

    public async Task<global::Credits.Accounts.Account> Current() => (await _ledger.Load(Account)).Account;

    public async Task<IReadOnlyList<Grant>> Granted() =>
        [.. (await _ledger.Entries(Account)).Select(entry => entry.Movement).OfType<Movement.Granted>().Select(granted => granted.Grant)];

    public async Task<Purchase> PurchaseOf(string payment) => (await Purchases.Find(Account, Till[payment].For!.Purchase, None))!;

    public async Task<string?> ParkedAs(string payment) => (await Events.ListParked(None)).FirstOrDefault(parked => parked.Payment == payment)?.Reason;

    /// <summary>Compares everything that was begun since a moment, page by page.</summary>
    public async Task<IReadOnlyList<ReconciledPage>> Reconcile(DateTimeOffset since)
    {
        var (pages, until) = (new List<ReconciledPage>(), DateTimeOffset.UtcNow.AddMinutes(1));
        for (var cursor = ReconciliationCursor.Start; cursor is not null; cursor = pages[^1].Next)
            pages.Add(await Reconciliation.Compare(since, until, cursor == ReconciliationCursor.Start ? cursor : ReconciliationCursor.Read(cursor.Write())!, None)); // as a client sends it

        return pages;
    }

    public async Task<bool> Verifies() => (await _ledger.Verify(Account)).Verified;

    // Its waits for others who commit are those of now.
    private sealed class Ahead : TimeProvider
    {
        public TimeSpan Waited { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Waited;
    }
}
