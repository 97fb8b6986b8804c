using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Credits.Functions.Usage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;

namespace Credits.Functions.Tests.Usage;

/// <summary>One instance of the app on the stores that all share: memory is its own. For it, it is always noon, but its waits end.</summary>
internal sealed class Instance
{
    public Instance(RunningStorage storage, RunningAccounts accounts, UnknownAccounts unknown = UnknownAccounts.DeadLetter, Instruments? instruments = null, TimeProvider? batchClock = null)
    {
        instruments ??= Measurements.Unheard;
        var store = Options.Create(new AccountStoreOptions());
        var usage = Options.Create(new UsageOptions { UnknownAccounts = unknown });
        var clock = new AlwaysNoon();
        var ledger = new Ledger(accounts);
        Ledger = ledger;
        RateCards = new(storage.Tables);
        Plans = new(storage.Tables);
        DeadLetters = new(storage.Tables, storage.Blobs);
        Ingest = new(storage.Tables, batchClock ?? clock);
        var plans = new PlanCatalogue(Plans, clock, NullLogger<PlanCatalogue>.Instance);
        Booker = new(ledger.Store, global::Credits.Functions.Tests.Storage.Accounts.Ledger.Untold(ledger.Store, instruments), new(ledger.Journal, new(RateCards, clock), plans), new(store), new(), plans, instruments, usage, clock);
        Pipeline = new(new(usage, store, clock), Booker, DeadLetters, Ingest, instruments, usage, clock, NullLogger<UsagePipeline>.Instance);
    }

    public Ledger Ledger { get; }

    public RateCardStore RateCards { get; }

    public PlanStore Plans { get; }

    public DeadLetterStore DeadLetters { get; }

    public IngestStore Ingest { get; }

    public UsageBooker Booker { get; }

    public UsagePipeline Pipeline { get; }

    public Task<AccountBookings> Book(params UsageEvent[] events) => Booker.Book(events[0].Account, events, TracedEvents.None, CancellationToken.None);

    /// <summary>Publishes a card by which each event of the meter costs so much; answers its id.</summary>
    public async Task<string> Price(decimal credits = 1, string meter = Given.Meter)
    {
        var id = $"card-{Guid.NewGuid():N}";
        (await RateCards.TryPublish(new(Given.Card(id, credits, meter), Given.Noon), CancellationToken.None)).ShouldBeTrue();
        return id;
    }

    /// <summary>Opens an account whose events cost a credit each, with a grant.</summary>
    public async Task<AccountId> Open(decimal granted = 10_000, string? rateCard = null)
    {
        var id = Given.NewAccount();
        await Configure(id, rateCard ?? await Price());
        var session = await Ledger.Load(id);
        (await Ledger.Commit(session, commit => commit.Grant(Given.Grant(granted)).ShouldBeNull())).ShouldBeTrue();
        return id;
    }

    public async Task Configure(AccountId id, string rateCard)
    {
        var session = await Ledger.Store.LoadOrNew(id, CancellationToken.None);
        (await Ledger.Commit(session, commit => commit.Configure(session.Account.Settings with { RateCard = rateCard }))).ShouldBeTrue();
    }

    private sealed class AlwaysNoon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Given.Noon;
    }
}
