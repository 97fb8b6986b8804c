using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using Keys = Credits.Functions.Http.ApiKeys;

namespace Credits.Functions.Tests.Http;

[Collection(RunningStorage.Collection)]
public sealed class ApiKeysTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly ApiKeyStore _store;
    private readonly Keys _keys;

    public ApiKeysTests(RunningStorage storage)
    {
        _store = new(storage.Tables);
        _keys = Known(operatorKey: "the operator's");
    }

    [Fact]
    public void A_key_is_known_by_its_SHA_256() =>
        Convert.ToHexStringLower(Keys.HashOf("abc")).ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Fact]
    public void A_new_key_holds_its_id_and_256_random_bits_and_is_not_stored_itself()
    {
        var (key, stored) = Keys.Make("app", [Scopes.EventsWrite], account: null, Given.Noon);

        key.ShouldMatch($"^ck_{stored.Id}_[0-9a-f]{{64}}$");
        stored.Id.ShouldMatch("^[0-9a-f]{12}$");
        stored.Hash.ShouldBe(Keys.HashOf(key));
        Keys.Make("app", [], account: null, Given.Noon).Key.ShouldNotBe(key);
    }

    [Fact]
    public async Task A_key_lets_its_owner_do_what_it_may_and_no_more()
    {
        var key = await NewKey(Scopes.EventsWrite, Scopes.JournalRead);

        var caller = (await _keys.Find(key, None)).ShouldNotBeNull();

        caller.Id.ShouldBe(IdOf(key));
        caller.Scopes.ShouldBe([Scopes.EventsWrite, Scopes.JournalRead], ignoreOrder: true);
    }

    [Fact]
    public async Task The_operators_key_may_do_everything()
    {
        var caller = (await _keys.Find("the operator's", None)).ShouldNotBeNull();

        (caller.Id, caller.Scopes).ShouldBe(("operator", Scopes.All));
    }

    [Fact]
    public async Task Without_an_operators_key_nobody_is_the_operator() => (await Known(operatorKey: null).Find("", None)).ShouldBeNull();

    [Fact]
    public async Task A_right_id_with_a_wrong_secret_is_nobodys()
    {
        var key = await NewKey(Scopes.EventsWrite);

        (await _keys.Find(key[..^1] + (key[^1] == '0' ? '1' : '0'), None)).ShouldBeNull();
        (await _keys.Find(key + "0", None)).ShouldBeNull();
        (await _keys.Find(key.ToUpperInvariant(), None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ck")]
    [InlineData("ck__")]
    [InlineData("ck_ffffffffffff_0")]
    [InlineData("ck_a_b_c")]
    [InlineData("xx_ffffffffffff_0")]
    [InlineData("ck_a/b_0")]
    [InlineData("ck_a\\b_0")]
    [InlineData("ck_#?%_0")]
    [InlineData("ck_'_0")]
    [InlineData("ck_\u0001_0")]
    [InlineData("ck_größe😀_0")]
    public async Task What_nobody_was_given_is_nobodys(string key) => (await _keys.Find(key, None)).ShouldBeNull();

    [Fact]
    public async Task A_key_longer_than_the_store_takes_is_nobodys() => (await _keys.Find($"ck_{new string('a', 5_000)}_0", None)).ShouldBeNull();

    [Fact]
    public async Task A_removed_key_is_known_for_half_a_minute_at_most()
    {
        var key = await NewKey(Scopes.EventsWrite);
        await _keys.Find(key, None);
        await _store.Remove(IdOf(key), None);

        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        (await _keys.Find(key, None)).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromTicks(1));
        (await _keys.Find(key, None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_that_was_asked_for_before_it_was_made_is_known_within_half_a_minute()
    {
        var (key, stored) = Keys.Make("app", [Scopes.EventsWrite], account: null, Given.Noon);
        (await _keys.Find(key, None)).ShouldBeNull();
        await _store.Add(stored, None);

        _clock.Advance(TimeSpan.FromSeconds(30));

        (await _keys.Find(key, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_instance_that_removes_a_key_forgets_it_at_once()
    {
        var key = await NewKey(Scopes.EventsWrite);
        await _keys.Find(key, None);
        await _store.Remove(IdOf(key), None);

        _keys.Forget(IdOf(key));

        (await _keys.Find(key, None)).ShouldBeNull();
    }

    private static string IdOf(string key) => key.Split('_')[1];

    private Keys Known(string? operatorKey) =>
        new(_store, Options.Create(new ApiOptions { OperatorKeyHash = operatorKey is null ? "" : Convert.ToHexString(Keys.HashOf(operatorKey)) }), _clock);

    private async Task<string> NewKey(params string[] scopes)
    {
        var (key, stored) = Keys.Make("app", [.. scopes], account: null, Given.Noon);
        await _store.Add(stored, None);
        return key;
    }
}
