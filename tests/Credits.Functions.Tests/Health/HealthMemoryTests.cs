using Credits.Functions.Health;
using Credits.Functions.Tests.Building;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Health;

/// <summary>Anybody may ask how the app is; the stores are asked no oftener for it.</summary>
public sealed class HealthMemoryTests
{
    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly HealthMemory _memory;
    private int _checks;

    public HealthMemoryTests() => _memory = new(_clock);

    [Fact]
    public async Task An_answer_counts_for_five_seconds()
    {
        await Ask();
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        await Ask();

        _checks.ShouldBe(1);
    }

    [Fact]
    public async Task After_five_seconds_the_stores_are_asked_again()
    {
        await Ask();
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Ask();

        _checks.ShouldBe(2);
    }

    [Fact]
    public async Task Who_asks_while_a_check_runs_gets_its_answer()
    {
        var check = new TaskCompletionSource<HealthView>();

        var (first, second) = (Ask(check.Task), Ask(check.Task));
        _clock.Advance(TimeSpan.FromSeconds(10));
        var third = Ask(check.Task);
        check.SetResult(View());

        (await first).ShouldBe(await second);
        (await third).ShouldBe(await first);
        _checks.ShouldBe(1);
    }

    [Fact]
    public async Task The_five_seconds_begin_with_the_answer()
    {
        var check = new TaskCompletionSource<HealthView>();
        var first = Ask(check.Task);
        _clock.Advance(TimeSpan.FromSeconds(10));
        check.SetResult(View());
        await first;

        await Ask();

        _checks.ShouldBe(1);
    }

    [Fact]
    public async Task A_check_that_broke_off_is_made_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(Ask(Task.FromException<HealthView>(new InvalidOperationException())));

        (await Ask()).Status.ShouldBe("healthy");
    }

    private Task<HealthView> Ask(Task<HealthView>? answer = null) => _memory.Of(() =>
    {
        _checks++;
        return answer ?? Task.FromResult(View());
    });

    private static HealthView View() => new("healthy", new Dictionary<string, string>());
}
