namespace Credits.Local.Cosmos;

/// <summary>What was asked of the gateway. An operation is what the service charges for: a point read, a page of a query, each part of a batch.</summary>
public sealed class CosmosStatistics
{
    private long _requests;
    private long _operations;

    /// <summary>Requests for documents.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Operations on documents.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    internal void Count(int operations)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _operations, operations);
    }
}
