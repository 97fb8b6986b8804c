using Credits.Functions.Storage.Catalogue;
using Credits.Packs;
using Credits.Periods;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class PackStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PackStore _store = new(storage.Tables);
    private readonly Pack _pack = new($"pack:{Guid.NewGuid():N}@+", "Ten", Credits.Of(10), new(990, "EUR")) { Tiers = [new(5, 900)], Bonus = new(Credits.Of(1), new Term(1, TermUnit.Month)) };

    [Fact]
    public async Task A_pack_reads_back_with_the_tag_it_was_given()
    {
        (await _store.Find(_pack.Id, None)).ShouldBeNull();

        var tag = await _store.Save(_pack, ifMatch: null, None);

        (await _store.Find(_pack.Id, None)).ShouldBe(new(_pack, tag!));
        (await _store.List(None)).ShouldContain(_pack);
    }

    [Fact]
    public async Task A_pack_that_has_changed_since_is_not_overwritten()
    {
        var seen = await _store.Save(_pack, ifMatch: null, None);
        await _store.Save(_pack with { Name = "Eleven" }, ifMatch: seen, None);

        (await _store.Save(_pack, ifMatch: seen, None)).ShouldBeNull();
        (await _store.Save(_pack, ifMatch: "\"abc\"", None)).ShouldBeNull();
        (await _store.Find(_pack.Id, None))!.Pack.Name.ShouldBe("Eleven");
    }
}
