using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Storage.Accounts;
using Credits.Holds;
using Credits.Journal;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>Whatever is stored reads back as it was: value → document → JSON → document → value.</summary>
public sealed class DocumentTests
{
    private static readonly Gen<EntryHash> Hash = Gen.Byte.Array[EntryHash.Size].Select(bytes => new EntryHash(bytes));

    [Fact]
    public void An_account_does() =>
        Gen.Select(
            Gen.Select(AnyMovement.Settings, AnyMovement.Grant.Array[0, 5], AnyMovement.Totals.Array[0, 2]),
            Gen.Select(AnyMovement.Counters, AnyMovement.Hold.Array[0, 3], AnyMovement.Spending, AnyMovement.Subscription, AnyMovement.Turn.Array[0, 2], AnyMovement.Reached, AnyMovement.Trial.Array[0, 2]), Gen.Long[0, 1L << 53], Hash, Gen.ULong.Array[0, 511],
            (parts, uses, sequence, head, fingerprints) => (
                Account: Account(parts.Item1, parts.Item2, parts.Item3, sequence, head) with { Counters = uses.Item1, Holds = [.. uses.Item2], Spending = uses.Item3, Subscription = uses.Item4, FormerTurns = [.. uses.Item5], Reached = uses.Item6, Trials = [.. uses.Item7] },
                fingerprints))
        .Sample((account, fingerprints) =>
        {
            var read = Stored(AccountDocument.Of(account, fingerprints), AccountDocumentsJson.Default.AccountDocument);

            read.ToAccount().ShouldBe(account);
            FingerprintBytes.ToFingerprints(read.Fingerprints).ShouldBe(fingerprints);
        }, iter: 300);

    [Fact]
    public void A_journal_page_does() =>
        Gen.Select(AnyMovement.Any.Array[1, 5], AnyMovement.Time, Gen.Long[1, 1L << 53], Hash).Sample((movements, bookedAt, first, previous) =>
        {
            var entries = Sealed(movements, bookedAt, first, previous);

            var read = Stored(JournalPageDocument.Of(AnyMovement.Account, previous, entries), AccountDocumentsJson.Default.JournalPageDocument);

            read.ToEntries().ShouldBe(entries);
        }, iter: 1_000);

    [Fact]
    public void A_fingerprint_page_does() =>
        Gen.ULong.Array[512].Sample(fingerprints =>
        {
            var page = new FingerprintPageDocument { Id = "f:7", AccountId = "acme", Page = 7, At = 1, Fingerprints = FingerprintBytes.Of(fingerprints) };

            var read = Stored(page, AccountDocumentsJson.Default.FingerprintPageDocument);

            (read with { Fingerprints = page.Fingerprints }).ShouldBe(page);
            FingerprintBytes.ToFingerprints(read.Fingerprints).ShouldBe(fingerprints);
        }, iter: 50);

    [Fact]
    public void A_closed_grant_does() =>
        Gen.Select(AnyMovement.Grant, Gen.Long[1, 1L << 53], AnyMovement.Amount, AnyMovement.Amount, (grant, by, expired, voided) => new ClosedGrant(grant, by, expired, voided, RolledOver: voided))
            .Sample(closed => Stored(ClosedGrantDocument.Of(AnyMovement.Account, closed), AccountDocumentsJson.Default.ClosedGrantDocument).ToClosedGrant().ShouldBe(closed), iter: 300);

    [Fact]
    public void A_closed_hold_does() =>
        Gen.Select(AnyMovement.Hold, Gen.Enum<HoldEnd>(), Gen.Long[1, 1L << 53], (hold, end, by) => new ClosedHold(hold, end, by))
            .Sample(closed => Stored(ClosedHoldDocument.Of(AnyMovement.Account, closed), AccountDocumentsJson.Default.ClosedHoldDocument).ToClosedHold().ShouldBe(closed), iter: 300);

    [Fact]
    public void The_mark_of_a_correction_does_and_nothing_else_has_one() =>
        Gen.Select(AnyMovement.Any, Gen.Long[1, 1L << 53], Hash).Sample((movement, sequence, previous) =>
        {
            var entry = Sealed([movement], DateTimeOffset.UnixEpoch, sequence, previous).Single();
            var mark = CorrectionDocument.Of(AnyMovement.Account, entry);

            var (id, marks) = movement switch
            {
                Movement.Reversed reversed => ($"r:{reversed.Debit}", true),
                Movement.Deducted deducted => ($"d:{deducted.Id}", true),
                _ => ("", false),
            };
            (mark is not null).ShouldBe(marks);
            if (mark is null) return;
            (mark.Id, mark.Entry).ShouldBe((id, sequence));
            Stored(mark, AccountDocumentsJson.Default.CorrectionDocument).ShouldBe(mark);
        }, iter: 1_000);

    [Fact]
    public void Bytes_that_are_no_whole_fingerprints_are_none() =>
        Should.Throw<InvalidOperationException>(() => FingerprintBytes.ToFingerprints(new byte[7])).Message.ShouldBe("7 bytes are no whole number of fingerprints.");

    [Fact]
    public void Journal_pages_sort_by_their_first_entry() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((left, right) =>
            Math.Sign(string.CompareOrdinal(JournalPageDocument.IdOf(left), JournalPageDocument.IdOf(right))).ShouldBe(left.CompareTo(right)));

    private static T Stored<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(AccountStore.Json(document, type), type)!;

    private static Account Account(AccountSettings settings, IEnumerable<global::Credits.Grants.Grant> grants, IEnumerable<CreditTotals> totals, long sequence, EntryHash head) => new()
    {
        Id = AnyMovement.Account,
        Settings = settings,
        OpenGrants = [.. grants],
        Totals = [.. totals],
        Sequence = sequence,
        Head = head,
    };

    private static List<Entry> Sealed(IEnumerable<Movement> movements, DateTimeOffset bookedAt, long first, EntryHash previous)
    {
        using var chain = new HashChain();
        var entries = new List<Entry>();
        foreach (var movement in movements)
            entries.Add(chain.Seal(entries.Count == 0 ? previous : entries[^1].Hash, first + entries.Count, bookedAt, movement));

        return entries;
    }
}
