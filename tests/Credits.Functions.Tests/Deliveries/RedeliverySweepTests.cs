using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Storage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

[Collection(RunningStorage.Collection)]
public sealed class RedeliverySweepTests(RunningStorage storage) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    // The queue goes by its own clock: nothing that waits on it may come within a test.
    private readonly AlertDesk _desk = new(storage, new() { AllowInsecureTargets = true, RetryBase = TimeSpan.FromMinutes(1) });
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async Task DisposeAsync()
    {
        _desk.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_message_is_put_on_the_queue_again_when_ten_minutes_have_passed()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        (await _desk.TakeMessages()).ShouldBe(1);

        _desk.Clock.Advance(AlertDispatch.Patience);
        await _desk.Sweep.Run(None);
        (await _desk.TakeMessages()).ShouldBe(0, "the agenda says what has passed, not what is just due");
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.Sweep.Run(None);

        (await _desk.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_that_waits_for_its_time_is_left_alone()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (500, "");
        await _desk.TellAndTry();
        for (var attempt = 2; attempt <= 4; attempt++) await _desk.TryWhenDue(); // the next is in a day
        await _desk.TakeMessages();

        _desk.Clock.Advance(TimeSpan.FromHours(12));
        await _desk.Sweep.Run(None);
        (await _desk.TakeMessages()).ShouldBe(0);

        _desk.Clock.Advance(TimeSpan.FromDays(1));
        await _desk.Sweep.Run(None);
        (await _desk.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_is_kept_for_thirty_days_and_then_goes()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.TellAndTry();
        _desk.Clock.Advance(AlertDispatch.Patience + TimeSpan.FromSeconds(1));
        await _desk.Sweep.Run(None);

        _desk.Clock.SetUtcNow(Building.Given.Noon + Delivery.Retention - TimeSpan.FromSeconds(1));
        await _desk.Sweep.Run(None);
        (await _desk.All()).Count.ShouldBe(1);
        _desk.Clock.Advance(TimeSpan.FromSeconds(2));
        await _desk.Sweep.Run(None);

        (await _desk.All()).ShouldBeEmpty();
        (await _desk.Deliveries.FindId(_desk.Owner, _desk.Event().Id, "hook", None)).ShouldBeNull();
        (await _desk.Agenda.Due(_desk.Clock.GetUtcNow().AddYears(1), limit: 10_000, None)).ShouldNotContain(item => item.Owner == _desk.Owner);
    }

    [Fact]
    public async Task A_note_of_a_delivery_that_was_never_made_goes()
    {
        await _desk.Agenda.Add(_desk.Owner, Delivery.NewId("event", "hook", _desk.Clock.GetUtcNow()), _desk.Clock.GetUtcNow(), None);

        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await _desk.Sweep.Run(None);

        (await _desk.Agenda.Due(_desk.Clock.GetUtcNow(), limit: 10_000, None)).ShouldNotContain(item => item.Owner == _desk.Owner);
    }
}
