using Azure.Data.Tables;
using Azure.Storage.Queues;
using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Due;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Tests.Due;

/// <summary>One instance of what books due work, on stores that others share: its memory and its clock are its own, and its waits end.</summary>
internal sealed class DueEngine
{
    // As long as the host hides from others what is worked on.
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly QueueClient _queue;

    public DueEngine(Container container, QueueServiceClient queues, TableServiceClient tables, DateTimeOffset now, Instruments? instruments = null)
    {
        var clock = new Stands(now);
        var options = Options.Create(new AccountStoreOptions());
        _queue = queues.GetQueueClient(DueChunks.Queue);
        Scan = new(new(container), new(queues), instruments ?? Measurements.Unheard, clock, NullLogger<DueScan>.Instance);
        var store = new AccountStore(container);
        Work = new(new(store, Ledger.Untold(store), new(options), new(), PlansFor.Of(tables, clock), clock), instruments ?? Measurements.Unheard, clock, NullLogger<DueWork>.Instance);
        Plans = new(new(tables, clock), new(container), Work, clock, NullLogger<ChangedPlans>.Instance);
    }

    public DueScan Scan { get; }

    public ChangedPlans Plans { get; }

    public DueWork Work { get; }

    /// <summary>A run of the timer, and what its chunks then are to the worker.</summary>
    public async Task Run(CancellationToken cancellation = default)
    {
        await Scan.Run(cancellation);
        await Plans.Run(ChangedPlans.MaxTime, cancellation);
        await Drain(cancellation);
    }

    /// <summary>Works off what is on the queue, as the host has it done.</summary>
    /// <returns>What became of all accounts together.</returns>
    public async Task<DueOutcome> Drain(CancellationToken cancellation = default)
    {
        var (settled, waiting, failed) = (0, 0, 0);
        while ((await _queue.ReceiveMessageAsync(Lease, cancellation)).Value is { } message)
        {
            var outcome = await Work.Run(DueChunk.Parse(message.Body.ToString()), cancellation);
            (settled, waiting, failed) = (settled + outcome.Settled, waiting + outcome.Waiting, failed + outcome.Failed);
            await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
        }

        return new(settled, waiting, failed);
    }

    private sealed class Stands(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
