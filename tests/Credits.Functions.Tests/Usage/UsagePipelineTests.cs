using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Events;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Usage;
using Credits.Grants;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

[Collection(RunningStorage.Collection)]
public sealed class UsagePipelineTests(RunningStorage storage, RunningAccounts accounts)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Instance _app = new(storage, accounts);

    [Fact]
    public async Task A_batch_is_settled_and_the_partition_moves_on()
    {
        var batch = Batches.Of(Given.Events(await _app.Open(), 0, 5));

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(5, 0, 0));

        var progress = (await _app.Ingest.List(None)).Single(partition => partition.Partition == batch.Partition);
        (progress.BookedThrough, progress.Outcomes).ShouldBe((4, new(5, 0, 0)));
    }

    [Fact]
    public async Task Events_of_many_accounts_in_one_batch_are_booked_each_to_its_own()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.Open(granted: 10)));
        var batch = Batches.Of(Enumerable.Range(0, 100).Select(i => Given.Event(ids[i % 20], $"e{i}")));

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(100, 0, 0));

        foreach (var id in ids) (await _app.Ledger.Load(id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(5));
    }

    [Fact]
    public async Task A_batch_that_comes_again_is_nothing_but_duplicates()
    {
        var batch = Batches.Of(Given.Events(await _app.Open(), 0, 5));
        await _app.Pipeline.Settle(batch, None);

        (await new Instance(storage, accounts).Pipeline.Settle(batch, None)).ShouldBe(new(0, 5, 0));
    }

    [Fact]
    public async Task What_is_refused_becomes_a_dead_letter_and_the_rest_is_booked()
    {
        var id = await _app.Open();
        var batch = Batches.Of(
            Envelope.Of(Given.Event(id, "good")).Bytes(),
            "not json"u8.ToArray(),
            Envelope.Of(Given.Event(id, "unpriced", meter: "unheard-of")).Bytes(),
            Envelope.Of(Given.Event(Given.NewAccount(), "nobody's")).Bytes());

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 3));

        (await DeadLetter(batch, 0)).ShouldBeNull();
        (await DeadLetter(batch, 1))!.Reason.Code.ShouldBe(RefusalCodes.NotJson);
        (await DeadLetter(batch, 3))!.Reason.Code.ShouldBe(RefusalCodes.UnknownAccount);
        var unpriced = (await DeadLetter(batch, 2)).ShouldNotBeNull();
        unpriced.Reason.Code.ShouldBe(RefusalCodes.UnknownMeter);
        unpriced.Subject.ShouldBe(new(id.Value, "/app", "unpriced", "unheard-of"));
        unpriced.Body.ToArray().ShouldBe(batch.Messages[2].Body.ToArray());
        (unpriced.Partition, unpriced.SequenceNumber, unpriced.DeadLetteredAt).ShouldBe((batch.Partition, 2, Given.Noon));
    }

    [Fact]
    public async Task An_account_that_cannot_be_worked_with_holds_nobody_elses_events_back_and_has_its_own_again_once_it_is_mended()
    {
        var (broken, sound) = (await _app.Open(), await _app.Open());
        var head = "";
        await _app.Ledger.Alter(broken, "account", document => (head, document["head"]) = ((string)document["head"]!, "broken"));
        var batch = Batches.Of([Given.Event(broken, "b0"), Given.Event(sound, "s1"), Given.Event(broken, "b2")]);

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 2));

        (await DeadLetter(batch, 0))!.Reason.Code.ShouldBe(RefusalCodes.AccountFault);
        (await DeadLetter(batch, 2))!.Reason.Detail.ShouldContain($"'{broken}'");
        (await _app.Ingest.List(None)).Single(partition => partition.Partition == batch.Partition).BookedThrough.ShouldBe(2);

        await _app.Ledger.Alter(broken, "account", document => document["head"] = head);
        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(2, 1, 0));
    }

    [Fact]
    public async Task Of_an_array_only_the_event_that_is_refused_becomes_a_dead_letter()
    {
        var id = await _app.Open();
        var refused = Envelope.Of(Given.Event(id, "unpriced", meter: "unheard-of")).ToJsonString();
        var batch = Batches.Of(Encoding.UTF8.GetBytes($"[{Envelope.Of(Given.Event(id, "e0")).ToJsonString()}, {refused},{Envelope.Of(Given.Event(id, "e2")).ToJsonString()}]"));

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(2, 0, 1));

        Encoding.UTF8.GetString((await DeadLetter(batch, 0, index: 1))!.Body.Span).ShouldBe(refused);
    }

    [Fact]
    public async Task A_dead_letter_keeps_the_properties_that_make_it_an_event()
    {
        var properties = ImmutableDictionary<string, string>.Empty.Add("ce-specversion", "1.0").Add("ce-id", "größe 😀");
        var batch = Batches.Of("{}"u8.ToArray());
        batch = batch with { Messages = [batch.Messages[0] with { Properties = properties }] };

        await _app.Pipeline.Settle(batch, None);

        (await DeadLetter(batch, 0))!.Properties.ShouldBe(properties, ignoreOrder: true);
    }

    [Fact]
    public async Task A_refused_batch_that_comes_again_makes_no_second_dead_letters()
    {
        var batch = Batches.Of("not json"u8.ToArray());
        await _app.Pipeline.Settle(batch, None);
        var letter = (await DeadLetter(batch, 0)).ShouldNotBeNull();
        await _app.DeadLetters.MarkReplayed(letter.Id, Given.Noon, None);

        (await _app.Pipeline.Settle(batch, None)).DeadLettered.ShouldBe(1);

        (await DeadLetter(batch, 0))!.ReplayedAt.ShouldBe(Given.Noon);
    }

    [Fact]
    public async Task An_event_whose_cause_was_mended_is_booked_when_it_is_sent_again()
    {
        var batch = Batches.Of(Given.Event(Given.NewAccount()));
        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(0, 0, 1));

        await _app.Configure((await Account(batch))!.Value, await _app.Price());

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(1, 0, 0));
    }

    public static TheoryData<string> Refused => [
        Envelope.Of(id: new string('x', 255) + "😀😀").ToJsonString(),
        Envelope.Of().With("subject", new string('x', 255) + "😀").ToJsonString(),
        Envelope.Of().With("data", new JsonObject { [new string('x', 99) + "😀"] = "\u0001", [new string('x', 99) + "😀."] = new JsonObject { ["a"] = "y" } }).ToJsonString().Replace("\"y\"", "\"\\ud800\"", StringComparison.Ordinal),
        Envelope.Of().With("subject", "\u0001 \uFFFE").ToJsonString(),
        """{"\ud800":1}""",
        """{"specversion":"1.0","id":"\ud800"}""",
        "",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Whatever_is_refused_can_be_kept_as_a_dead_letter(string body)
    {
        var batch = Batches.Of(Encoding.UTF8.GetBytes(body));

        (await _app.Pipeline.Settle(batch, None)).ShouldBe(new(0, 0, 1));

        Encoding.UTF8.GetString((await DeadLetter(batch, 0))!.Body.Span).ShouldBe(body);
    }

    private async Task<global::Credits.AccountId?> Account(EventHubBatch batch) =>
        global::Credits.AccountId.Parse((await DeadLetter(batch, 0))!.Subject.Account!);

    private Task<DeadLetter?> DeadLetter(EventHubBatch batch, long sequenceNumber, int index = 0) =>
        _app.DeadLetters.Find(global::Credits.Functions.Storage.DeadLetters.DeadLetter.IdOf(batch.Partition, sequenceNumber, index, Given.Noon), None);
}
