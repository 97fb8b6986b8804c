using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Journal;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

[Collection(RunningAccounts.Collection)]
public sealed class AccountStoreTests(RunningAccounts running)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Fact]
    public async Task An_account_that_nobody_opened_is_not_there()
    {
        (await _ledger.Store.Load(_id, None)).ShouldBeNull();
        (await _ledger.Store.LoadOrNew(_id, None)).Exists.ShouldBeFalse();
        (await _ledger.Documents(_id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_first_commit_makes_the_account_and_a_journal_page()
    {
        var session = await _ledger.Open(_id, Given.Grant(10));

        session.Exists.ShouldBeTrue();
        (await _ledger.Documents(_id)).Keys.ShouldBe(["account", "j:0000000000000000001"]);
    }

    [Fact]
    public async Task An_account_reads_back_as_it_was_committed()
    {
        var session = await _ledger.Open(_id, Given.Grant(10), Given.Grant(5, "second", until: Given.Noon.AddDays(1)));
        await _ledger.Debit(session, first: 0, count: 3);

        var loaded = await _ledger.Load(_id);

        loaded.Account.ShouldBe(session.Account);
        loaded.Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(12));
    }

    [Fact]
    public async Task Each_commit_is_a_page_of_its_own()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Debit(session, first: 0, count: 3);
        await _ledger.Debit(session, first: 3, count: 1);

        (await _ledger.Documents(_id)).Keys.ShouldBe(["account", "j:0000000000000000001", "j:0000000000000000002", "j:0000000000000000005"]);
        (await _ledger.Entries(_id)).Select(entry => entry.Sequence).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task The_account_says_when_time_alone_changes_it()
    {
        await _ledger.Open(_id, Given.Grant(1, until: Given.Noon.AddDays(2)), Given.Grant(1, "first", until: Given.Noon.AddDays(1)));

        ((long?)(await _ledger.Documents(_id))["account"]["nextDueAt"]).ShouldBe(Given.Noon.AddDays(1).AddMinutes(10).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_commit_after_somebody_elses_writes_nothing()
    {
        var session = await _ledger.Open(_id, Given.Grant(10));
        var stale = await _ledger.Load(_id);
        await _ledger.Debit(session, first: 0, count: 1);
        var before = await _ledger.Documents(_id);

        (await _ledger.Commit(stale, commit => commit.Debit(Given.Event(_id, "other"), Given.Charge(7)))).ShouldBeFalse();

        (await _ledger.Documents(_id)).Select(document => document.Value.ToJsonString()).ShouldBe(before.Select(document => document.Value.ToJsonString()));
        stale.Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10), "the session still is what it was");
    }

    [Fact]
    public async Task Of_two_who_open_the_same_account_one_does()
    {
        var (one, other) = (await _ledger.Store.LoadOrNew(_id, None), await _ledger.Store.LoadOrNew(_id, None));

        (await _ledger.Commit(one, commit => commit.Configure(new() { Name = "one" }))).ShouldBeTrue();
        (await _ledger.Commit(other, commit => commit.Configure(new() { Name = "other" }))).ShouldBeFalse();

        (await _ledger.Load(_id)).Account.Settings.Name.ShouldBe("one");
    }

    [Fact]
    public async Task A_refreshed_session_commits_on_what_somebody_else_left()
    {
        var session = await _ledger.Open(_id, Given.Grant(10));
        var stale = await _ledger.Load(_id);
        await _ledger.Debit(session, first: 0, count: 4);

        await _ledger.Store.Refresh(stale, None);
        stale.Account.ShouldBe(session.Account);
        await _ledger.Debit(stale, first: 4, count: 1);

        (await _ledger.Load(_id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(5));
        (await _ledger.Verify(_id)).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refreshed_session_knows_the_events_that_somebody_else_booked()
    {
        var session = await _ledger.Open(_id);
        var stale = await _ledger.Load(_id);
        (await _ledger.Find(stale, "e3")).ShouldBeNull();

        await _ledger.Debit(session, first: 0, count: 4);
        await _ledger.Store.Refresh(stale, None);

        (await _ledger.Find(stale, "e3")).ShouldNotBeNull().Event.ShouldBe(Given.Event(_id, "e3"));
        (await _ledger.Find(stale, "e4")).ShouldBeNull();
    }

    [Fact]
    public async Task An_account_that_vanished_is_no_new_one()
    {
        var session = await _ledger.Open(_id);
        await _ledger.Delete(_id, "account");

        (await Should.ThrowAsync<InvalidOperationException>(_ledger.Store.Refresh(session, None))).Message.ShouldContain($"Account {_id} is gone");
    }

    [Fact]
    public async Task What_does_not_conserve_credits_is_not_stored()
    {
        var session = await _ledger.Open(_id, Given.Grant(10));
        session.Account = session.Account with { OpenGrants = [] };

        await Should.ThrowAsync<InvalidOperationException>(_ledger.Commit(session, commit => commit.Configure(new() { Name = "robbed" })));

        (await _ledger.Load(_id)).Account.Settings.Name.ShouldBeNull();
    }

    [Fact]
    public async Task A_grant_that_is_used_up_gets_a_record_of_its_own()
    {
        var session = await _ledger.Open(_id, Given.Grant(3, "used"), Given.Grant(2, "expired", until: Given.Noon.AddHours(1)), Given.Grant(1, "voided"));

        (await _ledger.Commit(session, commit =>
        {
            commit.Settle();
            commit.Void("voided", "by mistake").ShouldBe(Credits.Of(1));
            commit.Debit(Given.Event(_id), Given.Charge(3));
        }, at: Given.Noon.AddHours(2))).ShouldBeTrue();

        (await _ledger.Store.FindClosedGrant(_id, "used", None))
            .ShouldBe(new(Given.Grant(3, "used") with { Remaining = Credits.Zero }, ClosedBy: 7, Expired: Credits.Zero, Voided: Credits.Zero));
        (await _ledger.Store.FindClosedGrant(_id, "expired", None))!.Expired.ShouldBe(Credits.Of(2));
        (await _ledger.Store.FindClosedGrant(_id, "voided", None))!.Voided.ShouldBe(Credits.Of(1));
        (await _ledger.Store.FindClosedGrant(_id, "never", None)).ShouldBeNull();
        (await _ledger.Store.FindClosedGrants(_id, "ex", None)).Select(closed => closed.Grant.Id).ShouldBe(["expired"]);
        (await _ledger.Store.FindClosedGrants(_id, "never", None)).ShouldBeEmpty();
        (await _ledger.Load(_id)).Account.OpenGrants.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_kind_of_entry_reads_back_from_the_journal()
    {
        var session = await _ledger.Open(_id, Given.Grant(3, "used"), Given.Grant(2, "expired", until: Given.Noon.AddHours(1)), Given.Grant(1, "voided"));
        (await _ledger.Commit(session, commit =>
        {
            commit.Settle();
            commit.Void("voided", "by mistake");
            commit.Debit(Given.Event(_id, data: """{"n":1.50}"""), Given.Charge(4));
            commit.Grant(Given.Grant(5, "new"));
            commit.RepayOverdraft();
        }, at: Given.Noon.AddHours(2))).ShouldBeTrue();

        var entries = await _ledger.Entries(_id);

        entries.Select(entry => entry.Movement.GetType().Name).ShouldBe(
            [nameof(Movement.Configured), nameof(Movement.Granted), nameof(Movement.Granted), nameof(Movement.Granted), nameof(Movement.Expired),
                nameof(Movement.Voided), nameof(Movement.Debited), nameof(Movement.Granted), nameof(Movement.Repaid)]);
        entries[^1].Hash.ShouldBe(session.Account.Head);
        Replay.Of(_id, entries).ShouldBe(session.Account);
    }
}
