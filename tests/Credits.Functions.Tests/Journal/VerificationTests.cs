using System.Text.Json.Nodes;
using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Journal;

/// <summary>Whoever changes what is stored, the journal or the account, is found out.</summary>
[Collection(RunningAccounts.Collection)]
public sealed class VerificationTests(RunningAccounts running)
{
    private const string FirstPage = "j:0000000000000000001", SecondPage = "j:0000000000000000004";

    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Fact]
    public async Task An_untouched_account_is_verified()
    {
        var session = await Booked();

        var verification = await _ledger.Verify(_id);

        verification.Differences.ShouldBeEmpty();
        verification.Verified.ShouldBeTrue();
        (verification.AccountId, verification.Entries, verification.Head).ShouldBe((_id.Value, 6, session.Account.Head.ToString()));
    }

    [Fact]
    public async Task Entries_committed_after_the_account_was_read_are_no_difference()
    {
        var session = await Booked();
        var stored = session.Account;
        await _ledger.Debit(session, first: 10, count: 2);

        var verification = await _ledger.Verify(stored);

        (verification.Verified, verification.Entries).ShouldBe((true, stored.Sequence));
    }

    [Fact]
    public Task An_altered_amount_left() => ShouldBeFound(account => account["grants"]![0]!["remaining"] = 9_000_000, "Remaining = 7", "Remaining = 9");

    [Fact]
    public Task A_grant_that_was_slipped_in() =>
        ShouldBeFound(
            account =>
            {
                var grants = account["grants"]!.AsArray();
                grants.Add(grants[0]!.DeepClone());
                grants[^1]!["id"] = "z";
            },
            "The journal gives no open grant 'z', but the stored account has");

    [Fact]
    public Task A_grant_that_was_taken_away() => ShouldBeFound(account => account["grants"]!.AsArray().RemoveAt(1), "but the stored account has none.");

    [Fact]
    public Task A_grant_that_is_there_twice() =>
        ShouldBeFound(account => account["grants"]!.AsArray().Add(account["grants"]![0]!.DeepClone()), "The stored account's open grants are not those of the journal in burn order.");

    [Fact]
    public Task An_altered_order_of_burning() =>
        ShouldBeFound(
            account =>
            {
                var grants = account["grants"]!.AsArray();
                var first = grants[0]!.DeepClone();
                grants.RemoveAt(0);
                grants.Add(first);
            },
            "The stored account's open grants are not those of the journal in burn order.");

    [Theory]
    [InlineData("granted")]
    [InlineData("burned")]
    [InlineData("expired")]
    [InlineData("voided")]
    [InlineData("overdraft")]
    [InlineData("debits")]
    public Task An_altered_sum(string sum) => ShouldBeFound(account => account["totals"]![0]![sum] = 1_234, "The journal gives CreditTotals", "but the stored account has CreditTotals");

    [Fact]
    public Task Sums_of_nothing_that_were_slipped_in() =>
        ShouldBeFound(
            account => account["totals"]!.AsArray().Add(JsonNode.Parse("""{"creditType":"zero","granted":0,"burned":0,"expired":0,"voided":0,"overdraft":0,"debits":0}""")),
            "The stored account's sums are not those of the journal in their order.");

    [Fact]
    public Task Altered_settings() => ShouldBeFound(account => account["settings"]!["repaysOverdraft"] = false, "RepaysOverdraft = True", "RepaysOverdraft = False");

    [Fact]
    public Task A_counter_of_tiers_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["counters"] = JsonNode.Parse("""[{"counter":"calls","period":"2026-03-01T00:00:00+00:00","quantity":"1"}]"""),
            "The stored account's counters of tiers and included units are not those of the journal.");

    [Fact]
    public Task A_counter_of_caps_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["spending"] = JsonNode.Parse("""[{"counter":"Day:|","window":"2026-03-01T00:00:00+00:00","burned":1}]"""),
            "The stored account's counters of caps are not those of the journal.");

    [Fact]
    public Task A_hold_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["holds"] = JsonNode.Parse("""[{"id":"h","creditType":"credits","from":[{"grant":"a","amount":1}],"placedAt":"2026-03-01T00:00:00+00:00","expiresAt":"2026-03-02T00:00:00+00:00"}]"""),
            "The stored account's open holds are not those of the journal.");

    [Fact]
    public Task A_subscription_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["subscription"] = JsonNode.Parse("""{"terms":"{}","turn":{"plan":"pro","since":"2026-03-01T00:00:00+00:00","granted":[]}}"""),
            "The journal gives no subscription, but the stored account has PlanTurn { Plan = pro");

    [Fact]
    public Task A_former_turn_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["formerTurns"] = JsonNode.Parse("""[{"plan":"pro","since":"2026-03-01T00:00:00+00:00","granted":[]}]"""),
            "The stored account's turns on former plans are not those of the journal.");

    [Fact]
    public Task A_trial_that_was_slipped_in() =>
        ShouldBeFound(
            account => account["trials"] = JsonNode.Parse("""[{"plan":"pro","end":"2026-03-15T00:00:00+00:00"}]"""),
            "The trials that the stored account has had are not those of the journal.");

    [Fact]
    public Task An_altered_head() => ShouldBeFound(account => account["head"] = EntryHash.Genesis(_id).ToString(), "The journal's head is", EntryHash.Genesis(_id).ToString());

    [Fact]
    public Task A_number_of_entries_that_the_journal_has_not() =>
        ShouldBeFound(account => account["sequence"] = 7, "The journal ends at entry 6, but the stored account is at entry 7.");

    [Theory]
    [InlineData(FirstPage, 1, "granted", "amount", "10000001")]
    [InlineData(FirstPage, 1, "granted", "kind", "\"Promo\"")]
    [InlineData(SecondPage, 0, null, "amount", "1")]
    [InlineData(SecondPage, 0, null, "id", "\"other\"")]
    [InlineData(SecondPage, 1, null, "time", "\"2026-03-01T12:00:00.0000001+00:00\"")]
    [InlineData(SecondPage, 2, null, "data", """ "{\"n\":2}" """)]
    public async Task An_altered_entry(string page, int entry, string? part, string name, string value)
    {
        var session = await Booked();
        await _ledger.Alter(_id, page, document => (part is null ? document["entries"]![entry]! : document["entries"]![entry]![part]!)[name] = JsonNode.Parse(value));

        var verification = await _ledger.Verify(session.Account);

        verification.Verified.ShouldBeFalse();
        verification.Differences.ShouldHaveSingleItem().ShouldStartWith($"Journal page {page} of account {_id} was altered: its head is ");
    }

    [Fact]
    public async Task An_altered_page_with_a_head_to_match_does_not_fit_what_follows()
    {
        var session = await Booked();
        var altered = (await _ledger.Entries(_id)).Take(3).ToList();
        using var chain = new global::Credits.Journal.HashChain();
        var resealed = altered.Select(entry => entry.Movement).Select((movement, i) => i == 1 ? new global::Credits.Journal.Movement.Granted(Given.Grant(1_000, "a")) : movement).ToList();
        var hash = EntryHash.Genesis(_id);
        for (var i = 0; i < resealed.Count; i++) hash = (altered[i] = chain.Seal(hash, i + 1, Given.Noon, resealed[i])).Hash;
        var forged = JournalPageDocument.Of(_id, EntryHash.Genesis(_id), altered);
        await _ledger.Alter(_id, FirstPage, document =>
        {
            foreach (var name in (string[])["amount", "remaining"]) document["entries"]![1]!["granted"]![name] = 1_000_000_000;
            document["head"] = forged.Head;
        });

        var verification = await _ledger.Verify(session.Account);

        verification.Differences.ShouldHaveSingleItem().ShouldStartWith($"Entry 4 of account {_id} was altered");
        verification.Entries.ShouldBe(3);
    }

    [Theory]
    [InlineData(FirstPage, "Entry 4 of account")]
    [InlineData(SecondPage, "The journal ends at entry 3, but the stored account is at entry 6.")]
    public async Task A_page_that_was_deleted(string page, string difference)
    {
        var session = await Booked();
        await _ledger.Delete(_id, page);

        (await _ledger.Verify(session.Account)).Differences.ShouldHaveSingleItem().ShouldStartWith(difference);
    }

    private async Task ShouldBeFound(Action<JsonObject> change, params string[] said)
    {
        await Booked();
        await _ledger.Alter(_id, "account", change);

        var verification = await _ledger.Verify(_id);

        verification.Verified.ShouldBeFalse();
        foreach (var words in said) verification.Differences.ShouldContain(difference => difference.Contains(words, StringComparison.Ordinal));
    }

    // Grants of 10 and 5, of which three events burned 3 of the first.
    private async Task<AccountSession> Booked()
    {
        var session = await _ledger.Open(_id, Given.Grant(10, "a"), Given.Grant(5, "b"));
        await _ledger.Debit(session, first: 0, count: 3);
        session.Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(12));
        return session;
    }
}
