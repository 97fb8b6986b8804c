using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Credits.Booking;
using Credits.Functions.Journal;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Telemetry;
using Credits.Grants;
using Credits.Journal;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>Accounts as the store keeps them, and the documents beneath.</summary>
internal sealed class Ledger(Container container, AccountStoreOptions? options = null, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? new FakeTimeProvider(Given.Noon);

    public Ledger(RunningAccounts running, AccountStoreOptions? options = null, TimeProvider? clock = null)
        : this(running.Container, options, clock)
    {
    }

    public AccountStore Store { get; } = new(container);

    public JournalStore Journal => new(container, Options.Create(options ?? new()), _clock);

    /// <summary>Commits of which nobody wants to be told.</summary>
    public AccountCommits Commits => Untold(Store);

    /// <summary>Commits of which nobody wants to be told: no queue is asked.</summary>
    public static AccountCommits Untold(AccountStore store, Instruments? instruments = null) =>
        new(store, new(new QueueServiceClient("UseDevelopmentStorage=true")), (_, _, _) => ValueTask.FromResult(false), instruments ?? Measurements.Unheard, NullLogger<AccountCommits>.Instance);

    /// <summary>An account with these grants.</summary>
    public async Task<AccountSession> Open(AccountId id, params Grant[] grants)
    {
        var session = await Store.LoadOrNew(id, CancellationToken.None);
        (await Commit(session, commit =>
        {
            commit.Configure(new());
            foreach (var grant in grants) commit.Grant(grant).ShouldBeNull();
        })).ShouldBeTrue();
        return session;
    }

    public async Task<bool> Commit(AccountSession session, Action<PendingCommit> work, DateTimeOffset? at = null)
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(session.Account, at ?? _clock.GetUtcNow(), chain);
        work(commit);
        return await Store.Commit(session, commit, CancellationToken.None);
    }

    /// <summary>Commits debits of events <c>e</c> and a number, as many as a commit holds at a time.</summary>
    public async Task Debit(AccountSession session, int first, int count)
    {
        foreach (var part in Given.Events(session.Account.Id, first, count).Chunk(PendingCommit.MaxEntries))
        {
            (await Commit(session, commit =>
            {
                foreach (var usage in part) commit.Debit(usage, Given.Charge()).ShouldBeNull();
            })).ShouldBeTrue();
        }
    }

    public async Task<AccountSession> Load(AccountId id) => (await Store.Load(id, CancellationToken.None)).ShouldNotBeNull();

    public async Task<Movement.Debited?> Find(AccountSession session, string eventId) => (await Journal.FindBooking(session, new("/app", eventId), CancellationToken.None))?.Movement as Movement.Debited;

    public async Task<List<Entry>> Entries(AccountId id)
    {
        var entries = new List<Entry>();
        await foreach (var page in Journal.Read(id, 1, null, null, CancellationToken.None)) entries.AddRange(page);
        return entries;
    }

    public async Task<Verification> Verify(AccountId id) => await Verify((await Load(id)).Account);

    public Task<Verification> Verify(global::Credits.Accounts.Account account) => Verification.Of(account, Journal.Read(account.Id, 1, null, null, CancellationToken.None));

    /// <summary>The documents of an account, by id.</summary>
    public async Task<SortedDictionary<string, JsonObject>> Documents(AccountId id)
    {
        var documents = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        using var feed = container.GetItemQueryStreamIterator("SELECT * FROM c", requestOptions: new() { PartitionKey = new(id.Value) });
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            page.EnsureSuccessStatusCode();
            foreach (var document in JsonNode.Parse(page.Content)!["Documents"]!.AsArray()) documents.Add((string)document!["id"]!, document.DeepClone().AsObject());
        }

        return documents;
    }

    /// <summary>Changes a document behind the store's back.</summary>
    public async Task Alter(AccountId id, string document, Action<JsonObject> change)
    {
        var content = (await Documents(id))[document];
        change(content);
        using var replaced = await container.ReplaceItemStreamAsync(new MemoryStream(content.Bytes()), document, new PartitionKey(id.Value));
        replaced.EnsureSuccessStatusCode();
    }

    public async Task Delete(AccountId id, string document)
    {
        using var deleted = await container.DeleteItemStreamAsync(document, new PartitionKey(id.Value));
        deleted.EnsureSuccessStatusCode();
    }
}
