using Azure.Storage.Queues;
using Credits.Booking;
using Credits.Functions.Signals;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Signals;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Credits.Grants;
using Credits.Journal;
using Credits.Limits;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Credits.Functions.Tests.Signals;

/// <summary>Accounts in a container of the test's own, of which somebody wants to be told, and the queue between commits and those who tell.</summary>
internal sealed class SignalDesk : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertDesk _alerts;
    private readonly Container _container;
    private readonly QueueClient _queue;
    private readonly QueueClient _poison;

    private SignalDesk(RunningStorage storage, Container container)
    {
        (_alerts, _container) = (new(storage), container);
        Ledger = new(container);
        (_queue, _poison) = (storage.Queues.GetQueueClient(SignalMessages.Queue), storage.Queues.GetQueueClient(SignalMessages.Queue + "-poison"));
        Messages = new(storage.Queues);
        Sweep = new(new(container), Ledger.Store, Messages, Clock, NullLogger<SignalSweep>.Instance);
    }

    public Ledger Ledger { get; }

    public SignalMessages Messages { get; }

    public SignalSweep Sweep { get; }

    public FakeTimeProvider Clock => _alerts.Clock;

    public AccountId Account => _alerts.Account;

    public static async Task<SignalDesk> Start(RunningStorage storage, RunningAccounts accounts)
    {
        var desk = new SignalDesk(storage, await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"signals-{Guid.NewGuid():N}")));
        await desk._queue.ClearMessagesAsync();
        await desk._poison.CreateIfNotExistsAsync();
        await desk._poison.ClearMessagesAsync();
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        _alerts.Dispose();
        await _container.DeleteContainerAsync();
    }

    public Task Listen() => _alerts.Make(new(Email: "billing@acme.example"));

    /// <summary>An account with 100 credits that wants to be told at 20, or has credits bought by itself then.</summary>
    public Task Open(bool hasTopUp = false) => Open(Account, hasTopUp);

    public async Task Open(AccountId id, bool hasTopUp = false)
    {
        var session = await Ledger.Open(id, Building.Given.Grant(100));
        (await Ledger.Commit(session, commit => commit.Configure(commit.Account.Settings with
        {
            Thresholds = hasTopUp ? [] : [new(CreditType.Default, Credits.Of(20), Percent: null, SetBy.Operator)],
            TopUp = hasTopUp ? new(new(Credits.Of(20), "pack") { Quantity = 1, MaxPerMonth = 1 }, new("ann", Clock.GetUtcNow()), "https://shop.example") : null,
        }))).ShouldBeTrue();
    }

    public Task<AccountSession> Load() => Ledger.Load(Account);

    /// <summary>Commits as the app does.</summary>
    /// <param name="session">What an instance knows of the account.</param>
    /// <param name="work">What is booked.</param>
    /// <param name="queues">The queue as that instance has it; null for the one that is there.</param>
    /// <param name="isAnybodyListening">Whether anybody is.</param>
    public async Task<bool> Commit(AccountSession session, Action<PendingCommit> work, QueueServiceClient? queues = null, bool isAnybodyListening = true)
    {
        var commits = new AccountCommits(Ledger.Store, queues is null ? Messages : new(queues), (_, _, _) => ValueTask.FromResult(isAnybodyListening), Measurements.Unheard, NullLogger<AccountCommits>.Instance);
        using var chain = new HashChain();
        var commit = new PendingCommit(session.Account, Clock.GetUtcNow(), chain);
        work(commit);
        commit.NoteCrossings(plan: null);
        return await commits.Commit(session, commit, None);
    }

    public Task<bool> Burn(AccountSession session, decimal credits, QueueServiceClient? queues = null, bool isAnybodyListening = true) => Commit(
        session, commit => commit.Debit(Building.Given.Event(session.Account.Id, Guid.NewGuid().ToString("N")), Building.Given.Charge(credits)).ShouldBeNull(), queues, isAnybodyListening);

    /// <summary>Works a signal off, by an instance of its own.</summary>
    /// <returns>Whether credits are to be bought.</returns>
    public Task<bool> Work(Signal signal) => new SignalWork(new Ledger(_container).Store, Ledger.Journal, _alerts.Dispatch, Clock).Run(signal, None);

    /// <summary>Takes what is on the queue.</summary>
    public async Task<IReadOnlyList<Signal>> Take()
    {
        var signals = new List<Signal>();
        while ((await _queue.ReceiveMessageAsync()).Value is { } message)
        {
            signals.Add(Signal.Parse(message.Body.ToString()));
            await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }

        return signals;
    }

    public Task GiveUp(Signal signal) => _poison.SendMessageAsync(signal.Format());

    public async Task<TimeSpan> LifeOfTheNext()
    {
        var message = (await _queue.PeekMessageAsync()).Value;
        return message.ExpiresOn!.Value - message.InsertedOn!.Value;
    }

    /// <summary>What was told of the account, by type, in the order in which it happened.</summary>
    public async Task<IReadOnlyList<string>> Told() => [.. (await _alerts.All()).Select(delivery => delivery.Type).Reverse()];

    /// <summary>From which entry on the account says that it is untold; null for none.</summary>
    public async Task<long?> UntoldFrom() => (await Load()).Untold?.From;
}
