using Credits.Functions.Payments;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Purchases;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Credits.Functions.TopUps;
using Credits.Grants;
using Credits.Journal;
using Credits.Packs;
using Credits.TopUps;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Credits.Functions.Tests.TopUps;

/// <summary>An account that has 10 credits left and a pack of 50 bought by itself at 20, and the steps of that, each to be run as often and in whatever order a crash may have it.</summary>
internal sealed class TopUpDesk : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertDesk _alerts;
    private readonly Ledger _ledger;
    private readonly AccountWriter _writer;
    private readonly PackStore _packs;
    private readonly TopUpBegin _begin;
    private readonly TopUpCharge _charge;
    private readonly TopUpEnd _end;
    private readonly PurchaseSettlement _settlement;
    private readonly Pack _pack = new($"pack-{Guid.NewGuid():N}", "Fifty", Credits.Of(50), new(500, "EUR"));

    public TopUpDesk(RunningStorage storage, RunningAccounts accounts)
    {
        _alerts = new(storage);
        Till = new() { Clock = Clock };
        (_ledger, Purchases, _packs) = (new(accounts), new(storage.Tables), new(storage.Tables));
        var plans = PlansFor.Of(storage.Tables, Clock);
        var commits = new AccountCommits(_ledger.Store, new(storage.Queues), (_, _, _) => ValueTask.FromResult(false), Measurements.Unheard, NullLogger<AccountCommits>.Instance);
        _writer = new(_ledger.Store, commits, new(Options.Create(new AccountStoreOptions())), new(), plans, Clock);
        var parked = new ParkedPayments(new(storage.Tables), Measurements.Unheard, Clock, NullLogger<ParkedPayments>.Instance);
        _settlement = new(Till, Purchases, new(_ledger.Store, _ledger.Journal), parked, _ledger.Store, _writer);
        var (telling, charged, need) = (new TopUpTelling(_alerts.Dispatch, _alerts.Measured.Instruments, Clock), new TopUpPayments(Till, Clock), new TopUpNeed(new(_ledger.Store, plans), Clock));
        _end = new(_ledger.Store, _writer, Purchases, _settlement, telling);
        _charge = new(_ledger.Store, need, _packs, Purchases, charged, new(Purchases, Till), Till, telling, Clock, NullLogger<TopUpCharge>.Instance);
        _begin = new(need, _packs, Purchases, new(charged, Till, _end, Clock), Till, telling, Options.Create(new TopUpOptions()), Clock);
    }

    public FakeTimeProvider Clock => _alerts.Clock;

    public Measurements Measured => _alerts.Measured;

    public AccountId Account => _alerts.Account;

    public Till Till { get; }

    public PurchaseStore Purchases { get; }

    /// <summary>What is bought at first.</summary>
    public TopUpStep First { get; private set; } = null!;

    public void Dispose() => _alerts.Dispose();

    public async Task Open(TopUpTerms? terms = null, string? timeZone = null)
    {
        First = Step();
        await _packs.Save(_pack, ifMatch: null, None);
        await _alerts.Make(new(Email: "billing@acme.example"));
        await _ledger.Open(Account, Given.Grant(10));
        await Configure(settings => settings with { TimeZone = timeZone });
        await Agree(terms ?? Terms);
        await Purchases.SaveCustomer(Account, $"cus_{Account}", None);
        Leave("pm_first");
    }

    /// <summary>A pack each time, five times a month.</summary>
    public TopUpTerms Terms => new(Credits.Of(20), _pack.Id) { Quantity = 1, MaxPerMonth = 5 };

    public TopUpStep Step() => new(Account.Value, $"topup-{Account}", $"topup-{Guid.NewGuid():N}");

    /// <summary>The customer leaves a card, which is charged from then on.</summary>
    public void Leave(string card)
    {
        for (var i = 0; i < Till.Cards.Count; i++) Till.Cards[i] = Till.Cards[i] with { IsDefault = false };
        Till.Cards.Add(new(card, "card", "visa", "4242", 12, 2030, IsDefault: true));
    }

    public Task Agree(TopUpTerms terms) => Configure(settings => settings with { TopUp = new(terms, new("ann", Clock.GetUtcNow()), "https://shop.example") });

    public Task CallOff() => Configure(settings => settings with { TopUp = null });

    public Task Grant(decimal credits, DateTimeOffset from) => Commit(commit => commit.Grant(Given.Grant(credits, Guid.NewGuid().ToString("N")) with { EffectiveAt = from }));

    /// <summary>Credits that end, and then roll over for a day.</summary>
    public Task GrantRollingOver(decimal credits, DateTimeOffset end) =>
        Commit(commit => commit.Grant(Given.Grant(credits, Guid.NewGuid().ToString("N")) with { ExpiresAt = end, Rollover = new(Rollover.WholePercent, Minimum: null, Maximum: null, end.AddDays(1)) }));

    public Task Configure(Func<global::Credits.Accounts.AccountSettings, global::Credits.Accounts.AccountSettings> change) => Commit(commit => commit.Configure(change(commit.Account.Settings)));

    public Task<TopUpBeginning> Begin(TopUpStep? step = null) => _begin.Run(step ?? First, None);

    public async Task<BeginOutcome> Beginning(TopUpStep? step = null) => (await Begin(step)).Outcome;

    public Task<TopUpProgress> Charge(TopUpStep? step = null, int attempt = 1, DateTimeOffset? since = null) => _charge.Run(new(step ?? First, attempt, since ?? Clock.GetUtcNow()), None);

    /// <summary>Charges, and the process is killed before the answer is there.</summary>
    public async Task ChargeAndCrash(TopUpStep? step = null, int attempt = 1)
    {
        Till.BeforeChargeIsAnswered = () => throw new PaymentsUnavailableException();
        await Xunit.Assert.ThrowsAsync<PaymentsUnavailableException>(() => Charge(step, attempt));
        Till.BeforeChargeIsAnswered = () => { };
    }

    public Task<TopUpProgress> Cancel(TopUpProgress progress) => _charge.Cancel(new(First, progress.Payment, Code: progress.Code), None);

    public Task<bool> Settle(string payment, TopUpStep? step = null) => _end.Settle(new(step ?? First, payment), None);

    public Task Pause(string reason) => _end.Pause(new(First, Payment: null, Code: reason), None);

    public Task Abandon() => _end.Abandon(First, None);

    public Task HearOf(string payment) => _settlement.Settle(payment, None);

    /// <summary>Buys once, from the beginning to the end.</summary>
    public async Task Buy()
    {
        var step = Step();
        await Begin(step);
        await Settle((await Charge(step)).Payment!, step);
    }

    public async Task<Purchase> Purchase(TopUpStep? step = null) => (await Purchases.Find(Account, (step ?? First).Purchase, None))!;

    public async Task<global::Credits.Accounts.Account> Current() => (await _ledger.Load(Account)).Account;

    /// <summary>What was granted for payments.</summary>
    public async Task<IReadOnlyList<string>> Bought() => [.. (await _ledger.Entries(Account)).Select(entry => entry.Movement).OfType<Movement.Granted>().Where(granted => granted.Grant.Cost is not null).Select(granted => granted.Grant.Id)];

    /// <summary>What was told, by type, the newest first.</summary>
    public async Task<IReadOnlyList<string>> Told() => [.. (await _alerts.All()).Select(delivery => delivery.Type)];

    public async Task<Credits> Left() => (await Current()).LeftOf(CreditType.Default, Clock.GetUtcNow());

    /// <summary>So many grants that no other finds room.</summary>
    public Task Fill() => Commit(commit =>
    {
        for (var i = commit.Account.OpenGrants.Length; i < global::Credits.Accounts.Account.MaxOpenGrants; i++) commit.Grant(Given.Grant(1, $"g{i}") with { Meters = ["image"] });
    });

    private async Task Commit(Action<global::Credits.Booking.PendingCommit> work) =>
        await _writer.Change(
            Account, open: false,
            (_, commit) =>
            {
                work(commit);
                return Task.FromResult(true);
            },
            None);
}
