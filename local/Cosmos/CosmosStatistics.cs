namespace Credits.Local.Cosmos;

/// <summary>What was asked of the gateway. An operation is what the service charges for: a point read, a page of a query, each part of a batch.</summary>
public sealed class CosmosStatistics
{
    private long _requests;
    private long _operations;
    private long _throttled;

    /// <summary>Requests for documents, whatever their answer.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Operations on documents, refused ones among them, throttled ones not.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Requests that were answered with 429.</summary>
    public long Throttled => Interlocked.Read(ref _throttled);

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountOperations(int operations) => Interlocked.Add(ref _operations, operations);

    internal void CountThrottled() => Interlocked.Increment(ref _throttled);
}
