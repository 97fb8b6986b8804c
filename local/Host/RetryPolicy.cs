using Credits.Local.Host.Rpc;

namespace Credits.Local.Host;

/// <summary>How often and after what pause the host runs a failed invocation again. It lives in the host's memory only, as the real one's does.</summary>
public sealed class RetryPolicy(RpcRetryOptions? options)
{
    private const int ForEver = -1;

    /// <summary>The most retries; −1 is for ever, 0 without a policy.</summary>
    public int Max => options?.MaxRetryCount ?? 0;

    /// <summary>Whether a failed try is followed by another.</summary>
    public bool Allows(int retriesSoFar) => options is not null && (Max == ForEver || retriesSoFar < Max);

    /// <summary>What a retried invocation is told; null without a policy.</summary>
    public RetryContext? ContextOf(int retry) => options is null ? null : new() { RetryCount = retry, MaxRetryCount = Max };

    /// <summary>The pause before a retry, counted from 1.</summary>
    public TimeSpan PauseBefore(int retry)
    {
        if (options is null) return TimeSpan.Zero;
        if (options.RetryStrategy == RpcRetryOptions.Types.RetryStrategy.FixedDelay) return options.DelayInterval.ToTimeSpan();

        var shortest = options.MinimumInterval.ToTimeSpan();
        var longest = options.MaximumInterval.ToTimeSpan();
        var pause = shortest * Math.Pow(2, Math.Min(retry - 1, 30));
        return pause < longest ? pause : longest;
    }
}
