using Credits.Local.Host;
using Credits.Local.Host.Rpc;
using Google.Protobuf.WellKnownTypes;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Retry_policy_should
{
    [Fact]
    public void Allow_no_retry_when_a_function_has_none()
    {
        var policy = new RetryPolicy(null);

        policy.Allows(0).ShouldBeFalse();
        policy.ContextOf(0).ShouldBeNull();
    }

    [Fact]
    public void Allow_as_many_retries_as_the_function_says()
    {
        var policy = Fixed(maxRetries: 2);

        policy.Allows(0).ShouldBeTrue();
        policy.Allows(1).ShouldBeTrue();
        policy.Allows(2).ShouldBeFalse();
    }

    [Fact]
    public void Never_end_when_the_function_says_so() => Fixed(maxRetries: -1).Allows(int.MaxValue).ShouldBeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public void Pause_equally_long_with_a_fixed_delay(int retry) => Fixed(maxRetries: -1).PauseBefore(retry).ShouldBe(TimeSpan.FromSeconds(3));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1_000_000, 60)]
    public void Double_an_exponential_pause_up_to_its_maximum(int retry, int seconds)
    {
        var policy = new RetryPolicy(new()
        {
            MaxRetryCount = -1,
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.ExponentialBackoff,
            MinimumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
            MaximumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)),
        });

        policy.PauseBefore(retry).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void Tell_the_function_which_try_it_is()
    {
        var context = Fixed(maxRetries: 4).ContextOf(3)!;

        (context.RetryCount, context.MaxRetryCount).ShouldBe((3, 4));
    }

    private static RetryPolicy Fixed(int maxRetries) => new(new()
    {
        MaxRetryCount = maxRetries,
        RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay,
        DelayInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)),
    });
}
