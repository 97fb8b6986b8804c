using System.Collections.Immutable;
using Credits.Functions.Storage.DeadLetters;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.DeadLetters;

[Collection(RunningStorage.Collection)]
public sealed class DeadLetterStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly DeadLetterStore _store = new(storage.Tables, storage.Blobs);

    // Tests share the store: each looks at its own reason.
    private readonly string _reason = $"reason-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_dead_letter_reads_back_whole()
    {
        var letter = Letter(1) with
        {
            Body = new byte[] { 0, 1, 0xFF },
            Properties = ImmutableDictionary<string, string>.Empty.Add("ce-id", "größe 😀"),
            Subject = new("acme", "/apps/chat", "e1", "llm.call"),
        };

        await _store.Add([letter], None);

        var read = (await _store.Find(letter.Id, None)).ShouldNotBeNull();
        read.Body.ToArray().ShouldBe([0, 1, 0xFF]);
        read.Properties.ShouldBe(letter.Properties, ignoreOrder: true);
        (read with { Body = default, Properties = letter.Properties }).ShouldBe(letter with { Body = default });
    }

    // A message has a megabyte, and all of that may be properties.
    [Theory]
    [InlineData("x", 1_000_000)]
    [InlineData("\"", 1_000_000)]
    [InlineData("😀", 250_000)]
    public async Task However_long_its_properties_are_it_is_kept_and_reads_back_whole(string text, int times)
    {
        var letter = Letter(1) with { Properties = ImmutableDictionary<string, string>.Empty.Add("baggage", string.Concat(Enumerable.Repeat(text, times))).Add("ce-id", "e1") };

        await _store.Add([letter], None);

        (await _store.Find(letter.Id, None)).ShouldNotBeNull().Properties.ShouldBe(letter.Properties, ignoreOrder: true);
        var (listed, _) = await _store.List(_reason, replayed: null, after: null, limit: 10, None);
        listed.ShouldHaveSingleItem().Id.ShouldBe(letter.Id);
    }

    [Fact]
    public async Task What_could_not_be_read_of_it_stays_unknown()
    {
        await _store.Add([Letter(1)], None);

        (await _store.Find(Letter(1).Id, None))!.Subject.ShouldBe(new(null, null, null, null));
    }

    [Fact]
    public async Task An_unknown_id_finds_none() => (await _store.Find(Letter(999).Id, None)).ShouldBeNull();

    [Fact]
    public async Task Adding_it_again_changes_nothing_not_even_that_it_was_replayed()
    {
        await _store.Add([Letter(1)], None);
        await _store.MarkReplayed(Letter(1).Id, Now, None);

        await _store.Add([Letter(1)], None);

        (await _store.Find(Letter(1).Id, None))!.ReplayedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task They_are_listed_newest_first_page_by_page()
    {
        await _store.Add([.. Enumerable.Range(1, 25).Select(Letter)], None);

        var pages = new List<int>();
        var numbers = new List<long>();
        string? after = null;
        for (var more = true; more;)
        {
            (var letters, more) = await _store.List(_reason, replayed: null, after, limit: 10, None);
            pages.Add(letters.Length);
            numbers.AddRange(letters.Select(letter => letter.SequenceNumber));
            after = letters[^1].Id;
        }

        pages.ShouldBe([10, 10, 5]);
        numbers.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(number => (long)number));
    }

    [Fact]
    public async Task A_last_page_that_is_just_full_is_the_last()
    {
        await _store.Add([Letter(1), Letter(2)], None);

        var (letters, more) = await _store.List(_reason, replayed: null, after: null, limit: 2, None);

        letters.Length.ShouldBe(2);
        more.ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_comes_between_two_pages_shifts_neither()
    {
        await _store.Add([Letter(1), Letter(2), Letter(3)], None);
        var (first, _) = await _store.List(_reason, replayed: null, after: null, limit: 2, None);

        await _store.Add([Letter(4)], None);

        var (second, _) = await _store.List(_reason, replayed: null, first[^1].Id, limit: 2, None);
        second.ShouldHaveSingleItem().SequenceNumber.ShouldBe(1);
    }

    [Fact]
    public async Task A_replayed_one_is_no_longer_among_the_open()
    {
        await _store.Add([Letter(1), Letter(2)], None);
        await _store.MarkReplayed(Letter(1).Id, Now, None);

        (await Numbers(replayed: false)).ShouldBe([2]);
        (await Numbers(replayed: true)).ShouldBe([1]);
        (await Numbers(replayed: null)).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_reason_with_a_quote_selects_nothing_else() =>
        (await _store.List("' or true or reason eq '", replayed: null, after: null, limit: 10, None)).Letters.ShouldBeEmpty();

    private async Task<IEnumerable<long>> Numbers(bool? replayed) =>
        (await _store.List(_reason, replayed, after: null, limit: 10, None)).Letters.Select(letter => letter.SequenceNumber);

    private DeadLetter Letter(int number) => new()
    {
        Id = DeadLetter.IdOf(_reason[7..], number, 0, Now.AddSeconds(number)),
        Reason = new(_reason, "It was to be."),
        Body = "{}"u8.ToArray(),
        Partition = _reason[7..],
        SequenceNumber = number,
        EnqueuedAt = Now.AddSeconds(number),
        DeadLetteredAt = Now.AddSeconds(number + 1),
    };
}
