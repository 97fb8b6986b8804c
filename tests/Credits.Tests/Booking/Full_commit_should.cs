using System.Text.Encodings.Web;
using System.Text.Json;
using Credits.Accounts;
using Credits.Booking;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;

namespace Credits.Tests.Booking;

/// <summary>What one commit may hold, so that the store takes it: 1,000 entries, 2 MB, 100 operations.</summary>
public sealed class Full_commit_should
{
    // The account, its journal page and the fingerprint pages that up to 1,000 entries fill take a few of the store's 100 operations.
    private const int OperationsForClosedGrants = 95;

    [Fact]
    public void Hold_a_thousand_entries()
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Given.EmptyAccount, Given.Noon, chain);

        for (var i = 0; i < PendingCommit.MaxEntries; i++)
        {
            commit.IsFull.ShouldBeFalse();
            commit.Debit(Given.Event(id: $"e{i}"), Given.Charge(1));
        }

        commit.IsFull.ShouldBeTrue();
        commit.Entries.Count.ShouldBe(1_000);
    }

    [Fact]
    public void Hold_fewer_entries_when_they_are_large()
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Given.EmptyAccount, Given.Noon, chain);
        var largest = Given.Event($$"""{"p":"{{new string('x', EventData.MaxBytes - 8)}}"}""");

        while (!commit.IsFull) commit.Debit(largest, Given.Charge(1));

        commit.Entries.Count.ShouldBeInRange(46, 50); // about 0.4 MB of about 8 KB each
    }

    [Fact]
    public void Fit_the_store_even_when_its_data_are_nothing_but_quotes()
    {
        const int storeTakes = 2_000_000, namesAndAccount = 850_000;
        using var chain = new HashChain();
        var commit = new PendingCommit(Given.EmptyAccount, Given.Noon, chain);
        var escaped = string.Concat(Enumerable.Repeat(@"\""", EventData.MaxBytes / 2 - 4));
        var quotes = Given.Event($$"""{"p":"{{escaped}}"}""");

        while (!commit.IsFull) commit.Debit(quotes, Given.Charge(1));

        var stored = JsonEncodedText.Encode(quotes.Data.Canonical, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
        (stored * commit.Entries.Count).ShouldBeLessThan(storeTakes - namesAndAccount);
    }

    [Fact]
    public void Hold_one_event_that_burns_the_last_of_every_open_grant()
    {
        var book = Book.With(Many(Account.MaxOpenGrants)).Debit(Account.MaxOpenGrants);

        book.ClosedGrants.Count.ShouldBe(Account.MaxOpenGrants);
        book.ClosedGrants.Count.ShouldBeLessThanOrEqualTo(OperationsForClosedGrants);
    }

    [Fact]
    public void Never_close_more_grants_than_the_store_takes_documents() =>
        Gen.Select(Gen.Int[1, Account.MaxOpenGrants], Gen.Int[1, 40].Array[1, 60]).Sample((open, debits) =>
        {
            using var chain = new HashChain();
            var commit = new PendingCommit(Book.With(Many(open)).Account, Given.Noon, chain);
            var next = open;
            foreach (var debit in debits)
            {
                while (!commit.IsFull && commit.Grant(Given.Grant(1, $"g{next:D3}")) is null) next++;
                if (!commit.IsFull) commit.Debit(Given.Event(), Given.Charge(debit));
            }

            commit.ClosedGrants.Count.ShouldBeLessThanOrEqualTo(OperationsForClosedGrants);
        });

    // As the app books events: settle, then one after the other until the commit is full, then repay.
    [Fact]
    public void Never_end_more_grants_and_holds_together_than_the_store_takes_documents() =>
        Gen.Select(AnyFullAccount, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 60]).Array[1, 200], (account, steps) => (account, steps)).Sample((account, steps) =>
        {
            using var chain = new HashChain();
            var commit = new PendingCommit(account, HoldsEnd, chain);
            commit.Settle();
            foreach (var ((kind, number), id) in steps.Select((step, id) => (step, id)))
            {
                if (commit.IsFull) break;
                Take(commit, kind, number, id);
            }

            commit.RepayOverdraft();

            (commit.ClosedGrants.Count + commit.ClosedHolds.Count).ShouldBeLessThanOrEqualTo(OperationsForClosedGrants);
            commit.Account.AssertConserved();
        }, iter: 300);

    // As the app answers a request: settle, then the one thing that was asked for, full or not, then repay.
    [Fact]
    public void Have_room_for_one_entry_after_settling_whatever_that_ended() =>
        Gen.Select(AnyFullAccount, Gen.Int[0, 9], Gen.Int[0, 60]).Sample((account, kind, number) =>
        {
            using var chain = new HashChain();
            var commit = new PendingCommit(account, HoldsEnd, chain);
            commit.Settle();
            Take(commit, kind, number, id: 0);
            commit.RepayOverdraft();

            (commit.ClosedGrants.Count + commit.ClosedHolds.Count).ShouldBeLessThanOrEqualTo(OperationsForClosedGrants);
        }, iter: 300);

    [Fact]
    public void Have_room_for_a_grant_that_repays_with_its_last_when_all_others_have_expired()
    {
        var end = HoldsEnd - Account.SettlementDelay;
        var book = Book.With([.. Many(Account.MaxOpenGrants).Select(grant => grant with { ExpiresAt = end, Amount = Credits.Of(2), Remaining = Credits.Of(2) })]);
        for (var i = 0; i < 4; i++) book.Hold(1, $"h{i}", until: HoldsEnd);
        book.Debit(1, at: end, bookedAt: end);
        using var chain = new HashChain();
        var commit = new PendingCommit(book.Account, HoldsEnd, chain);

        commit.Settle();
        commit.Grant(Given.Grant(1, "repays")).ShouldBeNull();
        commit.RepayOverdraft();

        commit.ClosedGrants.Select(closed => closed.Grant.Id).ShouldContain("repays");
        (commit.ClosedGrants.Count + commit.ClosedHolds.Count).ShouldBeLessThanOrEqualTo(OperationsForClosedGrants);
    }

    [Fact]
    public void Not_be_full_before_its_first_entry()
    {
        using var chain = new HashChain();

        new PendingCommit(Book.With(Many(Account.MaxOpenGrants)).Account, Given.Noon, chain).IsFull.ShouldBeFalse();
    }

    [Fact]
    public void Repay_with_what_a_plan_allots_though_a_notice_of_the_same_moment_finds_no_room()
    {
        const int days = 60;
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var book = new Book().OnPlan(Given.Plan("daily", Given.Allotment(1, cycle: new(new(1, TermUnit.Day), CycleAnchor.Calendar))), start)
            .Configure(start, settings => settings with { ExpiryNoticeDays = days }).Debit(100, at: start);
        for (var day = 1; day <= days; day++)
            book.Grant(Given.Grant(1, $"announced on day {day}", from: start.AddDays(-2 * days), until: start.AddDays(day + days), type: Given.Premium), start);

        book.At(start.AddDays(days));

        book.Totals.ShouldSatisfyAllConditions(
            totals => totals.Overdraft.ShouldBe(Credits.Of(100 - 1 - days)),
            totals => totals.Expired.ShouldBe(Credits.Zero));
    }

    private static DateTimeOffset HoldsEnd => Given.Noon.AddHours(1);

    /// <summary>Accounts with many grants, some of which have ended when the holds end, and many holds, some of which lapse then.</summary>
    private static Gen<Account> AnyFullAccount { get; } = Gen.Select(
        Gen.OneOf(Gen.Int[1, Account.MaxOpenGrants], Gen.Int[80, Account.MaxOpenGrants]),
        Gen.Int[0, Account.MaxOpenGrants],
        Gen.Select(Gen.Int[1, 3], Gen.Bool).Array[0, 50],
        Gen.Bool,
        (open, ended, holds, repays) => new Book()
            .Commit(Given.Noon, commit => commit.Configure(new() { RepaysOverdraft = repays }))
            .Commit(Given.Noon, commit =>
            {
                foreach (var (grant, i) in Many(open).Select((grant, i) => (grant, i)))
                    commit.Grant(i < ended ? grant with { ExpiresAt = HoldsEnd - Account.SettlementDelay } : grant).ShouldBeNull();
                foreach (var ((amount, lapses), i) in holds.Select((hold, i) => (hold, i)))
                    commit.Place(Given.Hold($"h{i}", until: lapses ? HoldsEnd : HoldsEnd.AddHours(1)), Credits.Of(amount));
            }).Account);

    private static void Take(PendingCommit commit, int kind, int number, int id)
    {
        var holds = commit.Account.Holds;
        var hold = holds.IsEmpty ? "none" : holds[number % holds.Length].Id;
        switch (kind)
        {
            case <= 2:
                commit.Grant(Given.Grant(1, $"new {id}", from: Given.Noon));
                break;
            case <= 4:
                commit.Debit(Given.Event(at: HoldsEnd, id: $"e{id}"), Given.Charge(number));
                break;
            case <= 6:
                commit.Debit(Given.Event(at: HoldsEnd, id: $"e{id}") with { Hold = hold }, Given.Charge(number));
                break;
            case 7:
                commit.Release(hold);
                break;
            case 8:
                commit.Place(Given.Hold($"new {id}", until: HoldsEnd.AddHours(1)), Credits.Of(1));
                break;
            default:
                commit.Deduct("correction-1", CreditType.Default, Credits.Of(number), "by mistake");
                break;
        }
    }

    private static Grant[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Given.Grant(1, $"g{i:D3}"))];
}
