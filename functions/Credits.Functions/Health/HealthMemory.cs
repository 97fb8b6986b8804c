namespace Credits.Functions.Health;

/// <summary>Keeps a flood of questions about health, which needs no key, from the stores: an answer counts for a while, and a check that runs is for all who ask meanwhile.</summary>
public sealed class HealthMemory(TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<HealthView>? _last;
    private long _answeredAt;

    /// <summary>The last answer while it counts; else that of a check. Who asks can stop waiting, but not the check: others wait for it too.</summary>
    public Task<HealthView> Of(Func<Task<HealthView>> check)
    {
        lock (_lock)
        {
            var counts = _last is { IsCompleted: false } || (_last is { IsCompletedSuccessfully: true } && clock.GetElapsedTime(_answeredAt) < GoodFor);
            return counts ? _last! : _last = Answered(check);
        }
    }

    private async Task<HealthView> Answered(Func<Task<HealthView>> check)
    {
        var view = await check();
        _answeredAt = clock.GetTimestamp();
        return view;
    }
}
