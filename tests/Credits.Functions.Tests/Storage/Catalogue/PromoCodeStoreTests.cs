using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Credits.Promos;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class PromoCodeStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PromoCodeStore _store = new(storage.Tables);
    private readonly PromoCode _code = new(NewCode(), Credits.Of(10)) { Plans = ["pro"], MaxRedemptions = 5 };

    [Fact]
    public async Task A_code_reads_back_with_the_tag_it_was_given()
    {
        (await _store.Find(_code.Code, None)).ShouldBeNull();

        var tag = await _store.Save(_code, ifMatch: null, None);

        (await _store.Find(_code.Code, None)).ShouldBe(new(_code, tag!));
    }

    [Fact]
    public async Task A_code_that_has_changed_since_is_not_overwritten()
    {
        var seen = await _store.Save(_code, ifMatch: null, None);
        await _store.Save(_code with { MaxRedemptions = 6 }, ifMatch: seen, None);

        (await _store.Save(_code, ifMatch: seen, None)).ShouldBeNull();
        (await _store.Find(_code.Code, None))!.Code.MaxRedemptions.ShouldBe(6);
    }

    [Fact]
    public async Task Neither_a_change_touches_the_places_that_are_taken_nor_a_place_the_tag()
    {
        var places = new PromoPlaceStore(storage.Tables, TimeProvider.System);
        var tag = await _store.Save(_code, ifMatch: null, None);

        await places.Take(_code.Code, _code.MaxRedemptions, Given.NewAccount(), "r", None);
        (await _store.Save(_code with { Description = "changed" }, ifMatch: tag, None)).ShouldNotBeNull();

        (await places.Count(_code.Code, None)).ShouldBe(1);
    }

    [Fact]
    public async Task Pages_lead_through_all_codes_in_order()
    {
        var made = Enumerable.Range(0, 5).Select(_ => NewCode()).Order(StringComparer.Ordinal).ToList();
        foreach (var code in made) await _store.Save(_code with { Code = code }, ifMatch: null, None);

        var (listed, after, more) = (new List<string>(), (string?)null, true);
        while (more)
        {
            (var page, more) = await _store.List(after, 2, None);
            listed.AddRange(page.Select(promo => promo.Code));
            after = listed[^1];
        }

        listed.ShouldBeInOrder();
        listed.ShouldBeUnique();
        listed.Intersect(made).ShouldBe(made);
    }

    private static string NewCode() => $"{Guid.NewGuid():N}".ToUpperInvariant();
}
