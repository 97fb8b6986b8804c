using System.Text.Json.Nodes;
using Credits.Functions.Alerts;
using Credits.Functions.Deliveries;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Storage;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

/// <summary>What a replay sends again, and what it leaves as it is.</summary>
[Collection(RunningStorage.Collection)]
public sealed class DeliveryDeskTests(RunningStorage storage) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly AlertDesk _alerts = new(storage);
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.Start();
        await _alerts.Make(new(_receiver.Url));
    }

    public async Task DisposeAsync()
    {
        _alerts.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_came_a_minute_ago_is_sent_again()
    {
        await _alerts.TellAndTry();
        await _alerts.TakeMessages();
        _alerts.Clock.Advance(Rest);

        (await Replay()).ShouldBe("pending");

        (await _alerts.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task What_came_just_now_is_not_sent_again()
    {
        await _alerts.TellAndTry();
        await _alerts.TakeMessages();

        (await Replay()).ShouldBe("delivered");

        (await _alerts.TakeMessages()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_given_up_just_now_is_not_sent_again()
    {
        _receiver.Answer = (410, "");
        await _alerts.TellAndTry();
        await _alerts.TakeMessages();

        (await Replay()).ShouldBe("failed");

        (await _alerts.TakeMessages()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_given_up_a_minute_ago_begins_anew()
    {
        _receiver.Answer = (410, "");
        await _alerts.TellAndTry();
        _alerts.Clock.Advance(Rest);

        await Replay();

        (await _alerts.Only()).ShouldSatisfyAllConditions(delivery => delivery.State.ShouldBe(DeliveryState.Pending), delivery => delivery.Attempts.ShouldBe(0));
    }

    [Fact]
    public async Task What_is_on_its_way_is_not_put_on_the_queue_twice()
    {
        await _alerts.Tell(_alerts.Event());

        (await Replay()).ShouldBe("pending");

        (await _alerts.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task What_lost_its_message_is_put_on_the_queue_again()
    {
        await _alerts.Tell(_alerts.Event());
        await _alerts.TakeMessages();
        _alerts.Clock.Advance(AlertDispatch.Patience);

        await Replay();

        (await _alerts.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_for_longer_is_tried_at_once_and_no_oftener_in_all()
    {
        _receiver.Answer = (503, "");
        await _alerts.TellAndTry();
        await _alerts.TryWhenDue();
        await _alerts.TakeMessages();

        await Replay();

        (await _alerts.Only()).ShouldSatisfyAllConditions(delivery => delivery.DueAt.ShouldBe(_alerts.Clock.GetUtcNow()), delivery => delivery.Attempts.ShouldBe(2));
        (await _alerts.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_replays_at_a_time_one_sends_it()
    {
        await _alerts.TellAndTry();
        await _alerts.TakeMessages();
        _alerts.Clock.Advance(Rest);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Replay()));

        (await _alerts.TakeMessages()).ShouldBe(1);
    }

    private async Task<string> Replay()
    {
        var desk = new DeliveryDesk(_alerts.Deliveries, _alerts.Messages, _alerts.Agenda, Options.Create(new AlertOptions()), _alerts.Clock);
        var answer = await desk.Replay(_alerts.Owner, (await _alerts.Only()).Id, None);
        answer.Status.ShouldBe(202);
        return JsonNode.Parse(answer.Body.Span)!["state"]!.GetValue<string>();
    }
}
