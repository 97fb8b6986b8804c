using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Storage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

[Collection(RunningStorage.Collection)]
public sealed class DeliveryWorkTests(RunningStorage storage) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertDesk _desk = new(storage);
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public async Task DisposeAsync()
    {
        _desk.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task An_alert_comes_signed_with_its_type_time_and_account()
    {
        var endpoint = await _desk.Make(new(_receiver.Url));

        var delivery = await _desk.TellAndTry();

        var webhook = _receiver.Received.ShouldHaveSingleItem();
        (webhook.Id, webhook.Timestamp, webhook.ContentType).ShouldBe(($"{_desk.Account}-17-balance~below", $"{_desk.Clock.GetUtcNow().ToUnixTimeSeconds()}", "application/json; charset=utf-8"));
        webhook.Body.ShouldBe($$$"""{"type":"balance.below","timestamp":"2026-03-01T12:00:00Z","data":{"accountId":"{{{_desk.Account}}}","balance":95,"threshold":100}}""");
        webhook.IsSignedBy(endpoint.Secret!).ShouldBeTrue();
        (delivery.State, delivery.Attempts, delivery.Status, delivery.FinishedAt).ShouldBe((DeliveryState.Delivered, 1, 204, _desk.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task For_a_day_after_a_rotation_both_secrets_sign()
    {
        var old = await _desk.Make(new(_receiver.Url));
        var rotated = (await _desk.Endpoints.Change(_desk.Owner, old.Id, seen => seen!.Endpoint.Rotated(SigningSecret.Make(), _desk.Clock.GetUtcNow()), None))!.Endpoint;

        await _desk.TellAndTry();
        _desk.Clock.Advance(AlertEndpoint.SecretOverlap);
        await _desk.Tell(_desk.Event("18-balance.below"));
        await _desk.Work.Run(_desk.Owner, (await _desk.All())[0].Id, None);

        _receiver.Received.Select(webhook => (webhook.IsSignedBy(rotated.Secret!), webhook.IsSignedBy(old.Secret!))).ShouldBe([(true, true), (true, false)]);
    }

    [Fact]
    public async Task What_is_missed_waits_and_is_given_up_after_seven_attempts()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (500, new string('x', 300));

        var first = await _desk.TellAndTry();
        (first.State, first.Status, first.Answer, first.Reason).ShouldBe((DeliveryState.Pending, 500, new string('x', 200), null));
        (first.DueAt - _desk.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
        for (var attempt = 2; attempt <= 6; attempt++) (await _desk.TryWhenDue()).State.ShouldBe(DeliveryState.Pending);
        var last = await _desk.TryWhenDue();

        (last.State, last.Attempts, last.Reason).ShouldBe((DeliveryState.Failed, 7, DeliveryReasons.AttemptsExhausted));
        _receiver.Received.Select(webhook => webhook.Id).Distinct().ShouldHaveSingleItem();
        _receiver.Received.Count.ShouldBe(7);
    }

    [Fact]
    public async Task What_came_in_the_end_is_delivered_and_the_endpoint_fails_no_more()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (503, "");
        await _desk.TellAndTry();
        (await _desk.Endpoint()).FailingSince.ShouldNotBeNull();

        _receiver.Answer = (200, "ok");
        var delivery = await _desk.TryWhenDue();

        (delivery.State, delivery.Attempts, delivery.Answer).ShouldBe((DeliveryState.Delivered, 2, "ok"));
        (await _desk.Endpoint()).FailingSince.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_sent_before_its_time_or_after_it_was_taken()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (500, "");
        var missed = await _desk.TellAndTry();
        await _desk.Work.Run(_desk.Owner, missed.Id, None);
        _receiver.Received.Count.ShouldBe(1);

        _receiver.Answer = (200, "");
        await _desk.TryWhenDue();
        await _desk.TryWhenDue();

        _receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_consumers_at_once_send_it_once_and_lose_nothing()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        var id = (await _desk.Only()).Id;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _desk.Work.Run(_desk.Owner, id, None)));

        _receiver.Received.Count.ShouldBe(1);
        (await _desk.Only()).State.ShouldBe(DeliveryState.Delivered);
    }

    [Fact]
    public async Task Gone_ends_the_endpoint_at_once()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (410, "");

        var delivery = await _desk.TellAndTry();

        (delivery.State, delivery.Reason, delivery.Status).ShouldBe((DeliveryState.Failed, DeliveryReasons.EndpointGone, 410));
        var endpoint = await _desk.Endpoint();
        (endpoint.DisabledReason, endpoint.DisabledSince).ShouldBe((DisableReasons.Gone, _desk.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_endpoint_that_only_failed_for_days_is_disabled()
    {
        await _desk.Make(new(_receiver.Url));
        _receiver.Answer = (500, "");
        await _desk.TellAndTry();

        _desk.Clock.Advance(TimeSpan.FromDays(5) - TimeSpan.FromTicks(1));
        await _desk.TryWhenDue();
        (await _desk.Endpoint()).IsDisabled.ShouldBeFalse();
        await _desk.TryWhenDue();

        (await _desk.Endpoint()).DisabledReason.ShouldBe(DisableReasons.Failing);
    }

    [Fact]
    public async Task What_is_on_its_way_to_a_disabled_endpoint_is_given_up_without_being_sent()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        await _desk.Endpoints.Change(_desk.Owner, "hook", seen => seen!.Endpoint.Disabled(DisableReasons.Failing, _desk.Clock.GetUtcNow()), None);

        var delivery = await _desk.TryWhenDue();

        (delivery.State, delivery.Reason, delivery.Attempts).ShouldBe((DeliveryState.Failed, DeliveryReasons.EndpointDisabled, 0));
        _receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_on_its_way_to_a_removed_endpoint_is_given_up()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        await _desk.Endpoints.Remove(_desk.Owner, "hook", None);

        (await _desk.TryWhenDue()).Reason.ShouldBe(DeliveryReasons.EndpointRemoved);
        _desk.Measured.Sum("credits.alerts.deliveries", "outcome=withdrawn").ShouldBe(1); // nobody is woken for it
        _desk.Measured.Sum("credits.alerts.deliveries").ShouldBe(1);
    }

    [Fact]
    public async Task What_is_replayed_in_the_midst_of_an_attempt_is_tried_at_once()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        var id = (await _desk.Only()).Id;
        _receiver.Answer = (500, "");
        _receiver.Meanwhile = () => _desk.Deliveries.Change(_desk.Owner, id, delivery => delivery.Replayed(_desk.Clock.GetUtcNow()), None);

        var delivery = await _desk.TryWhenDue();

        (delivery.State, delivery.Attempts, delivery.DueAt).ShouldBe((DeliveryState.Pending, 1, _desk.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Attempts_that_never_ended_count_too()
    {
        await _desk.Make(new(_receiver.Url));
        await _desk.Tell(_desk.Event());
        for (var attempt = 1; attempt <= 7; attempt++)
            await _desk.Deliveries.Change(_desk.Owner, (await _desk.Only()).Id, delivery => delivery.Taken(_desk.Clock.GetUtcNow()), None);

        (await _desk.TryWhenDue()).Reason.ShouldBe(DeliveryReasons.AttemptsExhausted);
        _receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_followed_elsewhere()
    {
        await _desk.Make(new(_receiver.Url));
        (_receiver.Answer, _receiver.Location) = ((307, ""), "/elsewhere");

        var delivery = await _desk.TellAndTry();

        (delivery.State, delivery.Status).ShouldBe((DeliveryState.Pending, 307));
        _receiver.Received.Select(webhook => webhook.Path).ShouldBe(["/hook"]);
    }

    [Fact]
    public async Task A_name_that_stands_for_a_private_address_is_not_connected_to()
    {
        using var strict = new AlertDesk(storage, new AlertOptions());
        await strict.Make(new(_receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));

        var delivery = await strict.TellAndTry();

        (delivery.State, delivery.Status, delivery.Answer).ShouldBe((DeliveryState.Pending, null, "The host's address is not one of the public internet."));
        _receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_kept_an_attempt_from_coming_is_told_in_words()
    {
        using var port = new ClosedPort();
        await _desk.Make(new($"http://127.0.0.1:{port.Number}/hook"));

        (await _desk.TellAndTry()).Answer.ShouldBe("It could not be reached: ConnectionError.");
    }

    [Fact]
    public async Task What_is_replayed_is_sent_again_as_if_it_never_was()
    {
        await _desk.Make(new(_receiver.Url));
        var delivered = await _desk.TellAndTry();

        await _desk.Deliveries.Change(_desk.Owner, delivered.Id, delivery => delivery.Replayed(_desk.Clock.GetUtcNow()), None);
        var again = await _desk.TryWhenDue();

        (again.State, again.Attempts).ShouldBe((DeliveryState.Delivered, 1));
        _receiver.Received.Count.ShouldBe(2);
    }
}
