using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Storage.Accounts;
using Credits.Journal;

namespace Credits.Bench.Micro;

/// <summary>A full commit → its documents, and a journal page → its entries again.</summary>
public class Pages : IDisposable
{
    private readonly HashChain _chain = new();
    private readonly ulong[] _fingerprints = [.. Sample.Events.Select(usage => usage.Identity.Fingerprint())];
    private PendingCommit _commit = null!;
    private EntryHash _previous;
    private byte[] _page = [];

    [GlobalSetup]
    public void Book()
    {
        _previous = Sample.AccountWith(Sample.Grants(5)).Head;
        _commit = Sample.FullCommit(_chain);
        _page = Journal().ToArray();
    }

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public long Write()
    {
        using var account = AccountStore.Json(
            AccountDocument.Of(_commit.Account, _fingerprints.AsSpan(AccountStore.FingerprintsPerPage)), AccountDocumentsJson.Default.AccountDocument);
        using var journal = Journal();
        using var fingerprints = AccountStore.Json(Spilled(), AccountDocumentsJson.Default.FingerprintPageDocument);
        return account.Length + journal.Length + fingerprints.Length;
    }

    [Benchmark(OperationsPerInvoke = PerEvent.Events)]
    public int Read() => JsonSerializer.Deserialize(_page, AccountDocumentsJson.Default.JournalPageDocument)!.ToEntries().Length;

    public void Dispose()
    {
        _chain.Dispose();
        GC.SuppressFinalize(this);
    }

    private MemoryStream Journal() =>
        AccountStore.Json(JournalPageDocument.Of(_commit.Account.Id, _previous, _commit.Entries), AccountDocumentsJson.Default.JournalPageDocument,
            _commit.Entries.Count * AccountStore.TypicalEntryBytes);

    private FingerprintPageDocument Spilled() => new()
    {
        Id = FingerprintPageDocument.IdOf(0),
        AccountId = _commit.Account.Id.Value,
        Page = 0,
        Fingerprints = FingerprintBytes.Of(_fingerprints.AsSpan(0, AccountStore.FingerprintsPerPage)),
        At = 0,
    };
}
