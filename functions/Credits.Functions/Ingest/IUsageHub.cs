using Credits.Functions.Storage.Ingest;
using Credits.Functions.Usage;

namespace Credits.Functions.Ingest;

/// <summary>The event hub of usage events, as far as it can be asked and read beside the trigger.</summary>
public interface IUsageHub
{
    /// <summary>Every partition's id.</summary>
    Task<string[]> Partitions(CancellationToken cancellation);

    /// <summary>A partition's bounds now.</summary>
    Task<PartitionBounds> BoundsOf(string partition, CancellationToken cancellation);

    /// <summary>Reads messages again.</summary>
    /// <param name="partition">Where.</param>
    /// <param name="range">Which; all of them are still kept.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Them, in order, a bounded number at a time.</returns>
    IAsyncEnumerable<UsageMessage[]> Read(string partition, SequenceRange range, CancellationToken cancellation);
}
