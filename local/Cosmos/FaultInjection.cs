namespace Credits.Local.Cosmos;

/// <summary>Makes the gateway fail on demand, as the service does now and then.</summary>
public sealed class FaultInjection
{
    private int _throttle;
    private int _unavailable;
    private int _dropAnswers;

    /// <summary>The next requests for documents are answered with 429.</summary>
    public void ThrottleNext(int requests) => Interlocked.Exchange(ref _throttle, requests);

    /// <summary>The next requests for documents are answered with 503, and nothing is written.</summary>
    public void FailNext(int requests) => Interlocked.Exchange(ref _unavailable, requests);

    /// <summary>The next batches are committed, but their answer never arrives.</summary>
    public void DropNextBatchAnswers(int batches) => Interlocked.Exchange(ref _dropAnswers, batches);

    internal void BeforeRequest()
    {
        var retryAfter = TimeSpan.FromMilliseconds(20);
        if (TakeOne(ref _throttle)) throw CosmosError.TooManyRequests(retryAfter);
        if (TakeOne(ref _unavailable)) throw new CosmosError(503, "ServiceUnavailable", "A fault that was asked for.");
    }

    internal bool DropsAnswer() => TakeOne(ref _dropAnswers);

    private static bool TakeOne(ref int left)
    {
        while (true)
        {
            var now = Volatile.Read(ref left);
            if (now <= 0) return false;
            if (Interlocked.CompareExchange(ref left, now - 1, now) == now) return true;
        }
    }
}
