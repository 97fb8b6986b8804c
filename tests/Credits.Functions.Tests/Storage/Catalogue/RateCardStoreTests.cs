using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class RateCardStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly PriceList Cheap = new([Image(1)]), Dear = new([Image(2)]);

    private readonly RateCardStore _store = new(storage.Tables);
    private readonly string _id = $"card:{Guid.NewGuid():N}@+";

    [Fact]
    public async Task A_card_that_nobody_made_has_neither_draft_nor_versions()
    {
        (await _store.FindDraft(_id, None)).ShouldBeNull();
        (await _store.Find(_id, None)).ShouldBeNull();
        (await _store.Versions(_id, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_reads_back_with_the_tag_it_was_given()
    {
        var tag = await _store.SaveDraft(_id, Cheap, ifMatch: null, None);

        var draft = (await _store.FindDraft(_id, None)).ShouldNotBeNull();
        draft.ETag.ShouldBe(tag);
        draft.Prices.ShouldBe(Cheap);
    }

    [Fact]
    public async Task A_draft_may_have_faults()
    {
        var faulty = new PriceList([Image(1) with { Components = [] }]);

        await _store.SaveDraft(_id, faulty, ifMatch: null, None);

        (await _store.FindDraft(_id, None))!.Prices.ShouldBe(faulty);
    }

    [Fact]
    public async Task A_draft_as_large_as_one_may_be_reads_back_and_can_shrink_again()
    {
        var large = new PriceList([.. Enumerable.Range(0, RateCardFaults.MaxRates).Select(i => Image(1) with { Meter = $"{i}-{new string('m', 120)}" })]);

        await _store.SaveDraft(_id, large, ifMatch: null, None);
        (await _store.FindDraft(_id, None))!.Prices.ShouldBe(large);

        await _store.SaveDraft(_id, Cheap, ifMatch: null, None);
        (await _store.FindDraft(_id, None))!.Prices.ShouldBe(Cheap);
    }

    [Fact]
    public async Task A_draft_that_has_changed_since_is_not_overwritten()
    {
        var seen = await _store.SaveDraft(_id, Cheap, ifMatch: null, None);
        await _store.SaveDraft(_id, Dear, ifMatch: seen, None);

        (await _store.SaveDraft(_id, Cheap, ifMatch: seen, None)).ShouldBeNull();
        (await _store.FindDraft(_id, None))!.Prices.ShouldBe(Dear);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("\"abc\"")]
    [InlineData("W/\"datetime'2026-01-31T12%3A00%3A00.0000000Z'\"")]
    public async Task A_tag_that_no_draft_has_matches_none(string tag)
    {
        await _store.SaveDraft(_id, Cheap, ifMatch: null, None);

        (await _store.SaveDraft(_id, Dear, ifMatch: tag, None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_tag_of_any_draft_matches_only_one_that_exists()
    {
        (await _store.SaveDraft(_id, Cheap, ifMatch: "*", None)).ShouldBeNull();
        await _store.SaveDraft(_id, Cheap, ifMatch: null, None);
        (await _store.SaveDraft(_id, Dear, ifMatch: "*", None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Versions_read_back_by_number_and_apart_from_the_draft()
    {
        await _store.SaveDraft(_id, Dear, ifMatch: null, None);
        foreach (var number in Enumerable.Range(1, 12)) (await _store.TryPublish(Version(number, Cheap), None)).ShouldBeTrue();

        var versions = await _store.Versions(_id, None);

        versions.Select(published => published.Version.Number).ShouldBe(Enumerable.Range(1, 12));
        versions[^1].PublishedAt.ShouldBe(Now.AddTicks(12));
        versions[^1].Version.EffectiveFrom.ShouldBe(Now.AddDays(12));
        versions[^1].Version.Prices.ShouldBe(Cheap);
        (await _store.Find(_id, None))!.InForceAt(Now.AddDays(5))!.Number.ShouldBe(5);
    }

    [Fact]
    public async Task A_version_published_before_a_rule_that_it_breaks_still_prices()
    {
        var old = new PriceList([Image(1) with { Components = [] }]);
        await _store.TryPublish(Version(1, old), None);

        (await _store.Find(_id, None))!.InForceAt(Now.AddDays(1))!.Prices.ShouldBe(old);
    }

    [Fact]
    public async Task Of_many_who_publish_the_same_number_one_does()
    {
        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.TryPublish(Version(1, Cheap), None)));

        published.Count(done => done).ShouldBe(1);
        (await _store.Versions(_id, None)).Length.ShouldBe(1);
    }

    private PublishedVersion Version(int number, PriceList prices) => new(new(_id, number, Now.AddDays(number), prices), Now.AddTicks(number));

    private static Rate Image(decimal credits) => new() { Meter = "image", Components = [new(null, Credits.Of(credits))] };
}
