using System.Diagnostics;
using Credits.Events;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Usage;
using Credits.Functions.Usage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Telemetry;

[Collection(RunningStorage.Collection)]
public sealed class TracedEventsTests(RunningStorage storage, RunningAccounts accounts) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Listening _listening = new();
    private readonly Instance _app = new(storage, accounts);

    public void Dispose() => _listening.Dispose();

    [Fact]
    public async Task A_traced_event_is_followed_from_its_app_to_its_commit()
    {
        var id = await _app.Open();
        var batch = Traced(_listening.TraceParent, Given.Event(id));

        await _app.Pipeline.Settle(batch, None);

        var booking = _listening.Ended("book usage").ShouldHaveSingleItem();
        (booking.ParentSpanId, booking.Kind).ShouldBe((_listening.App, ActivityKind.Consumer));
        Tags(booking).ShouldBe(
            [
                ("credits.account", id.Value), ("credits.entry", "3"), ("credits.meter", Given.Meter), ("credits.outcome", "booked"), ("credits.sequence_number", "0"),
                ("messaging.destination.partition.id", batch.Partition),
            ]);
        var commit = _listening.Ended("commit").ShouldHaveSingleItem();
        commit.ParentSpanId.ShouldBe(booking.SpanId);
        Tags(commit).ShouldBe([("credits.account", id.Value), ("credits.entries", "1"), ("credits.operations", "2"), ("credits.outcome", "committed"), ("credits.request_charge", "1")]);
    }

    [Theory]
    [InlineData("not a trace")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("")]
    public async Task A_trace_that_is_none_is_ignored(string traceParent) =>
        (await _app.Pipeline.Settle(Traced(traceParent, Given.Event(await _app.Open())), None)).ShouldBe(new(1, 0, 0));

    [Fact]
    public async Task An_event_that_its_app_does_not_record_has_no_span()
    {
        await _app.Pipeline.Settle(Traced(_listening.Unrecorded, Given.Event(await _app.Open())), None);

        _listening.Ended("book usage").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_commit_is_linked_to_all_the_events_in_it()
    {
        using var other = new Listening();
        var id = await _app.Open();
        var (first, second) = (Envelope.Of(Given.Event(id, "e1")).With("traceparent", _listening.TraceParent), Envelope.Of(Given.Event(id, "e2")).With("traceparent", other.TraceParent));

        await _app.Pipeline.Settle(Batches.Of(first.Bytes(), second.Bytes()), None);

        _listening.Ended("commit").ShouldHaveSingleItem().Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(other.Ended("book usage").ShouldHaveSingleItem().SpanId);
    }

    [Fact]
    public async Task A_resent_event_with_another_trace_is_a_duplicate_and_says_so()
    {
        using var again = new Listening();
        var id = await _app.Open();
        await _app.Pipeline.Settle(Traced(_listening.TraceParent, Given.Event(id)), None);

        (await _app.Pipeline.Settle(Traced(again.TraceParent, Given.Event(id)), None)).ShouldBe(new(0, 1, 0));

        var span = again.Ended("book usage").ShouldHaveSingleItem();
        (span.GetTagItem("credits.outcome"), span.GetTagItem("credits.entry")).ShouldBe(("duplicate", 3L));
        again.Ended("commit").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_says_why()
    {
        await _app.Pipeline.Settle(Traced(_listening.TraceParent, Given.Event(await _app.Open(), meter: "unheard-of")), None);

        var span = _listening.Ended("book usage").ShouldHaveSingleItem();
        (span.GetTagItem("credits.outcome"), span.GetTagItem("credits.reason")).ShouldBe(("dead_lettered", RefusalCodes.UnknownMeter));
    }

    [Fact]
    public async Task An_app_that_traces_everything_gets_no_more_spans_of_a_batch_than_are_bounded()
    {
        var batch = Traced(_listening.TraceParent, Given.Events(await _app.Open(), 0, TracedEvents.MaxEvents + 50));

        (await _app.Pipeline.Settle(batch, None)).Booked.ShouldBe(TracedEvents.MaxEvents + 50);

        _listening.Ended("book usage").Count.ShouldBe(TracedEvents.MaxEvents);
        _listening.Ended("commit").ShouldHaveSingleItem().Links.Count().ShouldBe(TracedEvents.MaxEvents - 1);
    }

    [Fact]
    public async Task A_batch_that_fails_ends_its_spans_as_failed()
    {
        using var stopped = new CancellationTokenSource();
        var batch = Traced(_listening.TraceParent, Given.Event(await _app.Open()));
        await stopped.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(_app.Pipeline.Settle(batch, stopped.Token));

        _listening.Ended("book usage").ShouldHaveSingleItem().Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task The_span_around_a_batch_is_the_current_one_again_and_is_linked()
    {
        using var invocation = new Activity("invocation").Start();

        await _app.Pipeline.Settle(Traced(_listening.TraceParent, Given.Event(await _app.Open())), None);

        Activity.Current.ShouldBe(invocation);
        _listening.Ended("book usage").ShouldHaveSingleItem().Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(invocation.SpanId);
    }

    private static EventHubBatch Traced(string traceParent, params IEnumerable<UsageEvent> events) =>
        Batches.Of(events.Select(usage => Envelope.Of(usage).With("traceparent", traceParent).Bytes()));

    private static IEnumerable<(string, string?)> Tags(Activity span) => span.TagObjects.Select(tag => (tag.Key, tag.Value?.ToString())).OrderBy(tag => tag.Key, StringComparer.Ordinal);
}
