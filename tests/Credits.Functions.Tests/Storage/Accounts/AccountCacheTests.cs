using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

public sealed class AccountCacheTests
{
    // A session weighs 200 beside its fingerprints.
    private readonly AccountCache _cache = new(Options.Create(new AccountStoreOptions { CachedFingerprints = 2_000 }));

    [Fact]
    public void A_session_is_taken_out_once()
    {
        var session = Session("a");
        _cache.Put(session);

        _cache.Take(session.Account.Id).ShouldBeSameAs(session);
        _cache.Take(session.Account.Id).ShouldBeNull();
    }

    [Fact]
    public void The_longest_unused_go_when_there_are_too_many()
    {
        for (var i = 0; i < 10; i++) _cache.Put(Session($"a{i}"));
        _cache.Put(_cache.Take(AccountId.Parse("a0"))!); // used again

        _cache.Put(Session("one too many"));

        Kept(10).ShouldBe(["a0", "a5", "a6", "a7", "a8", "a9"], ignoreOrder: true); // 1,400 with the new one, as three quarters are 1,500
    }

    [Fact]
    public void Fingerprints_weigh_too()
    {
        for (var i = 0; i < 3; i++) _cache.Put(Session($"a{i}", fingerprints: 500));

        Kept(3).ShouldBe(["a1", "a2"]);
    }

    [Fact]
    public void A_session_larger_than_all_there_is_room_for_is_not_kept()
    {
        _cache.Put(Session("a0", fingerprints: 3_000));

        Kept(1).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_taken_out_weighs_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _cache.Put(Session("a0"));
            _cache.Take(AccountId.Parse("a0"));
        }

        for (var i = 0; i < 10; i++) _cache.Put(Session($"a{i}"));

        Kept(10).Count().ShouldBe(10);
    }

    [Fact]
    public void Of_two_sessions_of_one_account_the_first_put_back_is_kept_and_weighed_once()
    {
        var (first, second) = (Session("a0"), Session("a0", fingerprints: 1_900));

        _cache.Put(first);
        _cache.Put(second);
        for (var i = 1; i < 10; i++) _cache.Put(Session($"a{i}"));

        _cache.Take(first.Account.Id).ShouldBeSameAs(first);
    }

    private IEnumerable<string> Kept(int sessions) =>
        [.. Enumerable.Range(0, sessions).Where(i => _cache.Take(AccountId.Parse($"a{i}")) is not null).Select(i => $"a{i}")];

    private static AccountSession Session(string account, int fingerprints = 0) =>
        new(Account.New(AccountId.Parse(account.Replace(' ', '-'))), etag: "tag", new ulong[fingerprints]);
}
