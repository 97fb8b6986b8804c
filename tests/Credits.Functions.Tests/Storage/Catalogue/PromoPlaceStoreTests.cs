using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class PromoPlaceStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _code = $"{Guid.NewGuid():N}".ToUpperInvariant();
    private readonly PromoPlaceStore _places = new(storage.Tables, TimeProvider.System);

    [Fact]
    public async Task An_account_takes_one_place_however_often_it_asks()
    {
        var account = Given.NewAccount();

        (await _places.Take(_code, most: 1, account, "first", None)).ShouldBeTrue();
        (await _places.Take(_code, most: 1, account, "second", None)).ShouldBeTrue();

        (await _places.Count(_code, None)).ShouldBe(1);
        (await _places.Find(_code, account, None))!.Request.ShouldBe("first");
        (await _places.Find(_code, Given.NewAccount(), None)).ShouldBeNull();
    }

    [Fact]
    public async Task Just_as_many_accounts_as_may_have_a_place_though_many_ask_instances_at_once()
    {
        PromoPlaceStore[] instances = [.. Enumerable.Range(0, 3).Select(_ => new PromoPlaceStore(storage.Tables, TimeProvider.System))];
        var accounts = Enumerable.Range(0, 40).Select(_ => Given.NewAccount()).ToList();

        var taken = await Task.WhenAll(accounts.Select((account, i) => Insist(instances[i % instances.Length], most: 20, account)));

        taken.Count(has => has).ShouldBe(20);
        (await _places.Count(_code, None)).ShouldBe(20);
        foreach (var (account, has) in accounts.Zip(taken)) (await _places.Find(_code, account, None) is not null).ShouldBe(has);
    }

    [Fact]
    public async Task An_account_that_asks_many_instances_at_once_takes_one_place()
    {
        var account = Given.NewAccount();
        PromoPlaceStore[] instances = [.. Enumerable.Range(0, 8).Select(_ => new PromoPlaceStore(storage.Tables, TimeProvider.System))];

        (await Task.WhenAll(instances.Select(instance => Insist(instance, most: null, account)))).ShouldAllBe(has => has);

        (await _places.Count(_code, None)).ShouldBe(1);
    }

    [Fact]
    public async Task More_places_are_there_once_more_are_allowed_and_none_is_lost_when_fewer_are()
    {
        var (first, second) = (Given.NewAccount(), Given.NewAccount());
        await _places.Take(_code, most: 1, first, "r", None);
        (await _places.Take(_code, most: 1, second, "r", None)).ShouldBeFalse();

        (await _places.Take(_code, most: 2, second, "r", None)).ShouldBeTrue();

        (await _places.Take(_code, most: 1, second, "r", None)).ShouldBeTrue();
        (await _places.Take(_code, most: 1, Given.NewAccount(), "r", None)).ShouldBeFalse();
    }

    // As a caller does that was answered with 503.
    private async Task<bool> Insist(PromoPlaceStore instance, int? most, AccountId account)
    {
        while (true)
        {
            try
            {
                return await instance.Take(_code, most, account, "r", None);
            }
            catch (ConflictsException)
            {
                // Others were faster too often: ask again.
            }
        }
    }
}
