namespace Credits.Local.Cosmos;

/// <summary>What is asked of documents.</summary>
public enum CosmosRequestKind
{
    /// <summary>A point read.</summary>
    Read,

    /// <summary>A create, upsert, replace or delete of one document.</summary>
    Write,

    /// <summary>A transactional batch.</summary>
    Batch,

    /// <summary>A page of a query or of a read feed.</summary>
    Query,
}

/// <summary>A request for documents.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Container">The container's id.</param>
/// <param name="PartitionKey">The partition's key; null for a query over all.</param>
public sealed record CosmosRequest(CosmosRequestKind Kind, string Container, string? PartitionKey);

/// <summary>Makes the gateway fail on demand, as the service does now and then.</summary>
public sealed class FaultInjection
{
    private static readonly TimeSpan ShortWhile = TimeSpan.FromMilliseconds(20);

    private int _throttle;
    private int _unavailable;
    private int _refuse;
    private Func<CosmosError>? _refusal;
    private int _full;
    private int _dropAnswers;

    /// <summary>Which requests may meet a fault: all, unless set.</summary>
    public Func<CosmosRequest, bool> Matching { get; set; } = _ => true;

    /// <summary>The share of matching requests, 0 to 1, that are answered with 429 at random.</summary>
    public double ThrottledShare { get; set; }

    /// <summary>What a 429 tells the client to wait.</summary>
    public TimeSpan RetryAfter { get; set; } = ShortWhile;

    /// <summary>The next matching requests are answered with 429.</summary>
    public void ThrottleNext(int requests) => Interlocked.Exchange(ref _throttle, requests);

    /// <summary>The next matching requests are answered with 503, and nothing is written.</summary>
    public void FailNext(int requests) => Interlocked.Exchange(ref _unavailable, requests);

    /// <summary>The next matching requests are refused with this status, and nothing is written.</summary>
    public void RefuseNext(int requests, int status, int subStatus = 0)
    {
        _refusal = () => new(status, "Refused", "A refusal that was asked for.", subStatus);
        Interlocked.Exchange(ref _refuse, requests);
    }

    /// <summary>The next matching batches find that no more can be stored of their partition: their first operation is refused, the others with it.</summary>
    public void FindFullNext(int batches) => Interlocked.Exchange(ref _full, batches);

    /// <summary>The next matching writes and batches that succeed are stored, but their answer never arrives.</summary>
    public void DropNextAnswers(int requests) => Interlocked.Exchange(ref _dropAnswers, requests);

    internal void BeforeRequest(CosmosRequest request)
    {
        if (!Matching(request)) return;
        if (TakeOne(ref _throttle) || (ThrottledShare > 0 && Random.Shared.NextDouble() < ThrottledShare)) throw CosmosError.TooManyRequests(RetryAfter);
        if (TakeOne(ref _unavailable)) throw CosmosError.Unavailable("A fault that was asked for.");
        if (TakeOne(ref _refuse)) throw _refusal!();
    }

    internal bool FindsFull(CosmosRequest request) => Matching(request) && TakeOne(ref _full);

    internal bool DropsAnswer(CosmosRequest request) => Matching(request) && TakeOne(ref _dropAnswers);

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
