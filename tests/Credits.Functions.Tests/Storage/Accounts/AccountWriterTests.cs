using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

[Collection(RunningAccounts.Collection)]
public sealed class AccountWriterTests
{
    private readonly Ledger _ledger;
    private readonly AccountWriter _writer;
    private readonly AccountId _id = Given.NewAccount();

    // For it, it is always noon, and no wait ends: so a conflict within the instance would be seen at once.
    public AccountWriterTests(RunningAccounts running)
    {
        _ledger = new(running);
        _writer = new(_ledger.Store, _ledger.Commits, new(Options.Create(new AccountStoreOptions())), new(), PlansFor.Nobody, new FakeTimeProvider(Given.Noon));
    }

    [Fact]
    public async Task Many_at_once_get_in_nobodys_way()
    {
        await _ledger.Open(_id, Given.Grant(100));

        var balances = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (await Debit($"e{i}")).BalanceOf(CreditType.Default)));

        balances.Order().ShouldBe(Enumerable.Range(60, 40).Select(left => Credits.Of(left)), "each is answered with the account after its own commit");
        (await _ledger.Verify(_id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_sees_what_another_instance_has_booked_since()
    {
        await _ledger.Open(_id, Given.Grant(100));
        await Debit("mine");
        await _ledger.Debit(await _ledger.Load(_id), first: 0, count: 700);

        var (_, earlier) = await _writer.Change(
            _id, open: false, async (session, _) => await _ledger.Find(session, "e650"), CancellationToken.None);

        earlier.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_decision_that_fails_leaves_the_account_to_the_next()
    {
        await _ledger.Open(_id, Given.Grant(100));

        await Should.ThrowAsync<ArithmeticException>(() => _writer.Change<int>(_id, open: false, (_, _) => throw new ArithmeticException(), CancellationToken.None));

        (await Debit("next")).TotalsOf(CreditType.Default).Debits.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_nobody_opened_is_none_until_somebody_does()
    {
        (await _writer.Change(_id, open: false, (_, _) => Task.FromResult(0), CancellationToken.None)).Account.ShouldBeNull();
        (await _writer.Change(_id, open: true, (_, _) => Task.FromResult(0), CancellationToken.None)).Account.ShouldNotBeNull().Sequence.ShouldBe(0);
        (await _writer.Change(_id, open: false, (_, _) => Task.FromResult(0), CancellationToken.None)).Account.ShouldBeNull("nothing was booked");

        await _ledger.Open(_id);

        (await _writer.Change(_id, open: false, (_, _) => Task.FromResult(0), CancellationToken.None)).Account.ShouldNotBeNull().Sequence.ShouldBe(1);
    }

    // 90 open grants leave a commit room to end but a few holds.
    [Fact]
    public async Task What_lapsed_holds_had_set_aside_is_free_for_a_decision_however_many_there_are()
    {
        await _ledger.Open(_id, [.. Enumerable.Range(0, 90).Select(i => Given.Grant(1, $"g{i:D2}"))]);
        (await _ledger.Commit(await _ledger.Load(_id), commit =>
        {
            for (var i = 0; i < 40; i++) commit.Place(LapsedBy(Given.Noon, $"h{i}"), Credits.Of(2)).ShouldBeNull();
        }, at: Given.Noon.AddMinutes(-1))).ShouldBeTrue();

        var (account, refusal) = await _writer.Change(
            _id, open: false, (_, commit) => Task.FromResult(commit.Place(LapsedBy(Given.Noon.AddHours(1), "next"), Credits.Of(90))), CancellationToken.None);

        refusal.ShouldBeNull();
        account.ShouldNotBeNull().Holds.ShouldHaveSingleItem().Amount.ShouldBe(Credits.Of(90));
        (await _ledger.Verify(_id)).Differences.ShouldBeEmpty();

        static Hold LapsedBy(DateTimeOffset end, string id) => new() { Id = id, Portions = [], PlacedAt = Given.Noon.AddMinutes(-1), ExpiresAt = end };
    }

    [Fact]
    public async Task An_entry_is_found_by_its_number_also_when_it_came_after_the_state_was_read()
    {
        var session = await _ledger.Open(_id, Given.Grant(100));
        (await _ledger.Commit(await _ledger.Load(_id), commit => commit.Deduct("d", CreditType.Default, Credits.Of(1), "x").ShouldBeNull())).ShouldBeTrue();

        (await _ledger.Journal.Find(session, 3, CancellationToken.None)).Movement.ShouldBeOfType<Movement.Deducted>().Id.ShouldBe("d");
    }

    [Fact]
    public async Task From_the_first_alert_endpoint_on_a_commit_that_knows_of_none_is_a_conflict()
    {
        var elsewhere = await _ledger.Open(_id, Given.Grant(100));
        elsewhere.NeverHadEndpoints.ShouldBeTrue();

        (await _writer.ExpectEndpoints(_id, CancellationToken.None)).ShouldBeTrue();

        (await _ledger.Commit(elsewhere, commit => commit.Grant(Given.Grant(1, "second")).ShouldBeNull())).ShouldBeFalse();
        await _ledger.Store.Refresh(elsewhere, CancellationToken.None);
        (await _ledger.Commit(elsewhere, commit => commit.Grant(Given.Grant(1, "second")).ShouldBeNull())).ShouldBeTrue();
        (await _ledger.Load(_id)).NeverHadEndpoints.ShouldBeFalse();
        (await _ledger.Verify(_id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_expects_an_alert_endpoint_already_is_not_written_again()
    {
        await _ledger.Open(_id);
        await _writer.ExpectEndpoints(_id, CancellationToken.None);
        var elsewhere = await _ledger.Load(_id);

        (await _writer.ExpectEndpoints(_id, CancellationToken.None)).ShouldBeTrue();

        (await _ledger.Commit(elsewhere, commit => commit.Grant(Given.Grant(1)).ShouldBeNull())).ShouldBeTrue();
    }

    [Fact]
    public async Task An_alert_endpoint_of_an_account_that_nobody_opened_is_not_expected() =>
        (await _writer.ExpectEndpoints(_id, CancellationToken.None)).ShouldBeFalse();

    private async Task<global::Credits.Accounts.Account> Debit(string eventId) =>
        (await _writer.Change(
            _id, open: false,
            (_, commit) =>
            {
                commit.Debit(Given.Event(_id, eventId), Given.Charge()).ShouldBeNull();
                return Task.FromResult(true);
            },
            CancellationToken.None)).Account.ShouldNotBeNull();
}
