using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class RateCardCatalogueTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly RateCardStore _store;
    private readonly RateCardCatalogue _catalogue;
    private readonly string _id = $"card-{Guid.NewGuid():N}";

    public RateCardCatalogueTests(RunningStorage storage)
    {
        _store = new(storage.Tables);
        _catalogue = new(_store, _clock);
    }

    [Fact]
    public async Task A_first_version_is_seen_at_once_even_by_who_has_just_looked()
    {
        (await _catalogue.Find(_id, None)).ShouldBeNull();

        await Publish(1);

        (await Versions()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_new_version_is_seen_once_what_is_in_memory_is_no_longer_fresh()
    {
        await Publish(1);
        (await Versions()).ShouldBe([1]);
        await Publish(2);

        _clock.Advance(RateCardCatalogue.Freshness - TimeSpan.FromTicks(1));
        (await Versions()).ShouldBe([1], "the store is not asked for every event");

        _clock.Advance(TimeSpan.FromTicks(1));
        (await Versions()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Looking_often_keeps_nothing_in_memory_for_longer()
    {
        await Publish(1);
        await Versions();
        await Publish(2);

        for (var looks = 0; looks < 4; looks++)
        {
            _clock.Advance(RateCardCatalogue.Freshness / 4);
            await Versions();
        }

        (await Versions()).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_version_is_seen_everywhere_before_it_can_take_effect() => RateCardCatalogue.Freshness.ShouldBeLessThan(RateCardCatalogue.PublishingLead);

    [Fact]
    public async Task Drafts_price_nothing()
    {
        await _store.SaveDraft(_id, Given.Card(_id).Rates, ifMatch: null, None);

        (await _catalogue.Find(_id, None)).ShouldBeNull();
    }

    private async Task Publish(int number) => (await _store.TryPublish(new(Given.Card(_id, number: number), Given.Noon), None)).ShouldBeTrue();

    private async Task<IEnumerable<int>> Versions() => (await _catalogue.Find(_id, None)).ShouldNotBeNull().Versions.Select(version => version.Number);
}
