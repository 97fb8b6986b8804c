using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage.Accounts;

/// <summary>
/// Sessions kept between batches, so that an instance that owns a partition commits without reading first. A session is taken out
/// while in use; a stale one costs a conflict and a refresh, never a wrong booking, because every commit is guarded by the ETag.
/// </summary>
public sealed class AccountCache(IOptions<AccountStoreOptions> options)
{
    // What a session costs beside its fingerprints, in the same unit of about 20 bytes: grants, sums, the objects themselves.
    private const int SessionOverhead = 200;

    private readonly ConcurrentDictionary<AccountId, Kept> _sessions = new();
    private long _held;
    private long _uses;

    /// <summary>Takes a session out; null when none is kept.</summary>
    public AccountSession? Take(AccountId id)
    {
        if (!_sessions.TryRemove(id, out var kept)) return null;

        Interlocked.Add(ref _held, -kept.Weight);
        return kept.Session;
    }

    /// <summary>Keeps a session that nobody uses any more; the longest unused ones go when there are too many.</summary>
    public void Put(AccountSession session)
    {
        session.ForgetRead();
        var kept = new Kept(session, session.FingerprintsHeld + SessionOverhead, Interlocked.Increment(ref _uses));
        if (!_sessions.TryAdd(session.Account.Id, kept)) return; // a concurrent user's session is as good

        if (Interlocked.Add(ref _held, kept.Weight) > options.Value.CachedFingerprints) Evict();
    }

    private void Evict()
    {
        // Down to three quarters at once, so that the ordering is paid for rarely.
        var target = options.Value.CachedFingerprints / 4L * 3;
        foreach (var (id, kept) in _sessions.ToArray().OrderBy(session => session.Value.LastUse))
        {
            if (Interlocked.Read(ref _held) <= target) return;
            if (_sessions.TryRemove(new(id, kept))) Interlocked.Add(ref _held, -kept.Weight);
        }
    }

    private sealed record Kept(AccountSession Session, int Weight, long LastUse);
}
