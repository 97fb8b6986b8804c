using System.Collections.Immutable;
using System.Text.Json;
using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Subscriptions;

namespace Credits.Functions.Journal;

/// <summary>Whether a journal, replayed from its first entry, leads to the account that is stored.</summary>
/// <param name="Verified">Whether it does, bit for bit.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Entries">How many entries were replayed.</param>
/// <param name="Head">The hash of the last of them, base64.</param>
/// <param name="Differences">What differs; empty when nothing does.</param>
public sealed record Verification(bool Verified, string AccountId, long Entries, string Head, IReadOnlyList<string> Differences)
{
    /// <summary>Replays pages up to the stored account's last entry; what was committed after that is none of this account's state.</summary>
    internal static async Task<Verification> Of(Account stored, IAsyncEnumerable<ImmutableArray<Entry>> pages)
    {
        using var replay = new Replay(stored.Id);
        var differences = new List<string>();
        try
        {
            await foreach (var page in pages)
            {
                foreach (var entry in page)
                    if (entry.Sequence <= stored.Sequence) replay.Add(entry);

                if (replay.Account.Sequence >= stored.Sequence) break;
            }

            differences.AddRange(Compare(replay.Account, stored));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException or OverflowException or ArgumentException)
        {
            // What a journal that was altered can raise, whether on reading, resealing or posting it. Failures of the store are none of these.
            differences.Add(e.Message);
        }

        return new(differences.Count == 0, stored.Id.Value, replay.Account.Sequence, replay.Account.Head.ToString(), differences);
    }

    private static IEnumerable<string> Compare(Account replayed, Account stored)
    {
        if (replayed == stored) yield break;

        if (replayed.Sequence != stored.Sequence)
        {
            yield return $"The journal ends at entry {replayed.Sequence}, but the stored account is at entry {stored.Sequence}.";
            yield break;
        }

        if (replayed.Head != stored.Head) yield return $"The journal's head is {replayed.Head}, but the stored account's is {stored.Head}.";
        if (replayed.Settings != stored.Settings) yield return $"The journal gives {replayed.Settings}, but the stored account has {stored.Settings}.";
        if (replayed.Subscription != stored.Subscription) yield return $"The journal gives {Told(replayed.Subscription)}, but the stored account has {Told(stored.Subscription)}.";
        if (!replayed.FormerTurns.SequenceEqual(stored.FormerTurns)) yield return "The stored account's turns on former plans are not those of the journal.";
        if (!replayed.Trials.SequenceEqual(stored.Trials)) yield return "The trials that the stored account has had are not those of the journal.";
        if (!replayed.Holds.SequenceEqual(stored.Holds)) yield return "The stored account's open holds are not those of the journal.";
        if (!replayed.Reached.SequenceEqual(stored.Reached)) yield return "What the stored account has reached, of thresholds and caps, is not what the journal gives.";
        if (!replayed.Counters.Equals(stored.Counters)) yield return "The stored account's counters of tiers and included units are not those of the journal.";
        if (!replayed.Spending.Equals(stored.Spending)) yield return "The stored account's counters of caps are not those of the journal.";

        foreach (var type in replayed.Totals.Concat(stored.Totals).Select(totals => totals.CreditType).Distinct())
        {
            if (replayed.TotalsOf(type) != stored.TotalsOf(type))
                yield return $"The journal gives {replayed.TotalsOf(type)}, but the stored account has {stored.TotalsOf(type)}.";
        }

        foreach (var id in replayed.OpenGrants.Concat(stored.OpenGrants).Select(grant => grant.Id).Distinct(StringComparer.Ordinal))
        {
            var (given, kept) = (Find(replayed, id), Find(stored, id));
            if (given != kept) yield return $"The journal gives {given?.ToString() ?? $"no open grant '{id}'"}, but the stored account has {kept?.ToString() ?? "none"}.";
        }

        if (!replayed.OpenGrants.Select(grant => grant.Id).SequenceEqual(stored.OpenGrants.Select(grant => grant.Id), StringComparer.Ordinal))
            yield return "The stored account's open grants are not those of the journal in burn order.";
        if (!replayed.Totals.Select(totals => totals.CreditType).SequenceEqual(stored.Totals.Select(totals => totals.CreditType)))
            yield return "The stored account's sums are not those of the journal in their order.";
    }

    private static string Told(Subscription? subscription) => subscription is null ? "no subscription" : $"{subscription.Turn} under {subscription.Terms}";

    private static Grant? Find(Account account, string id) => account.OpenGrants.FirstOrDefault(grant => grant.Id == id);
}
