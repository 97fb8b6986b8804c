using System.Text.Encodings.Web;
using System.Text.Json;
using Credits.Accounts;
using Credits.Booking;
using Credits.Events;
using Credits.Grants;
using Credits.Journal;

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

        commit.Entries.Count.ShouldBeInRange(58, 62); // about 0.5 MB of about 8 KB each
    }

    [Fact]
    public void Fit_the_store_even_when_its_data_are_nothing_but_quotes()
    {
        const int storeTakes = 2_000_000, namesAndAccount = 250_000;
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

    [Fact]
    public void Not_be_full_before_its_first_entry()
    {
        using var chain = new HashChain();

        new PendingCommit(Book.With(Many(Account.MaxOpenGrants)).Account, Given.Noon, chain).IsFull.ShouldBeFalse();
    }

    private static Grant[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Given.Grant(1, $"g{i:D3}"))];
}
