namespace Credits.Local.Host;

/// <summary>How long to wait before the next look into a queue: twice as long after each that found nothing.</summary>
public sealed class PollingPause(TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Shortest;

    /// <summary>The pause after a look that found nothing.</summary>
    public TimeSpan Next()
    {
        var pause = _next < longest ? _next : longest;
        _next = pause * 2;
        return pause;
    }

    /// <summary>Begins anew: there was something.</summary>
    public void Reset() => _next = Shortest;
}
