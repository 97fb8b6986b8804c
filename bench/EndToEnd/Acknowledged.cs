using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Credits.Bench.EndToEnd;

/// <summary>What an account's clients were told was done, to be held against its journal.</summary>
internal sealed class Acknowledged
{
    public ConcurrentDictionary<string, byte> Granted { get; } = new();

    public ConcurrentDictionary<string, byte> Debits { get; } = new();

    public ConcurrentDictionary<string, byte> Placed { get; } = new();

    public ConcurrentDictionary<string, byte> Captured { get; } = new();

    public ConcurrentDictionary<string, byte> Released { get; } = new();

    /// <summary>Where the journal is not what was acknowledged, each once; or what was held was not there; or its sums are not the balance.</summary>
    public IEnumerable<string> FaultsOf(IReadOnlyList<JsonNode> entries, JsonNode balance) =>
    [
        .. Differences("granted", Granted, entries, entry => entry["grant"]!["id"]),
        .. Differences("debited", Debits, entries, entry => entry["event"]!["id"]),
        .. Differences("held", Placed, entries, entry => entry["holdId"]),
        .. Differences("debited", Captured, entries.Where(entry => entry["holdId"] is not null), entry => entry["holdId"]),
        .. Differences("released", Released, entries.Where(entry => entry["holdEnd"]?.GetValue<string>() == "released"), entry => entry["holdId"]),
        .. FaultsOfReplaying(entries, balance),
    ];

    private static IEnumerable<string> Differences(string kind, ConcurrentDictionary<string, byte> acknowledged, IEnumerable<JsonNode> entries, Func<JsonNode, JsonNode?> name)
    {
        var booked = entries.Where(entry => entry["kind"]!.GetValue<string>() == kind).Select(entry => name(entry)!.GetValue<string>()).ToList();
        foreach (var twice in booked.GroupBy(id => id).Where(same => same.Count() > 1)) yield return $"{kind} {twice.Key} is in the journal {twice.Count()} times.";
        foreach (var lost in acknowledged.Keys.Except(booked)) yield return $"{kind} {lost} was acknowledged, but is not in the journal.";
        foreach (var unknown in booked.Except(acknowledged.Keys)) yield return $"{kind} {unknown} is in the journal, but was not acknowledged.";
    }

    // By the entries' own words: what is held is always there, and a capture within its hold never owes anything.
    private static IEnumerable<string> FaultsOfReplaying(IReadOnlyList<JsonNode> entries, JsonNode balance)
    {
        var (left, held, owed, holds) = (0m, 0m, 0m, new Dictionary<string, decimal>());
        foreach (var entry in entries)
        {
            var (amount, overdraft) = (entry["amount"]?.GetValue<decimal>() ?? 0, entry["overdraft"]?.GetValue<decimal>() ?? 0);
            var hold = entry["holdId"]?.GetValue<string>();
            var (kind, ended) = (entry["kind"]!.GetValue<string>(), 0m);
            if (kind == "held") holds.Add(hold!, amount);
            else if (hold is not null && !holds.Remove(hold, out ended)) yield return $"A hold ended that was not open: {entry.ToJsonString()}";

            held += kind == "held" ? amount : -ended;
            left += kind switch { "granted" => amount, "debited" => overdraft - amount, "repaid" => -amount, _ => 0 };
            owed += kind switch { "debited" => overdraft, "repaid" => -amount, _ => 0 };
            if (hold is not null && overdraft > Math.Max(0, amount - ended)) yield return $"A capture owes what was held for it: {entry.ToJsonString()}";
            if (held < 0 || held > left || owed < 0) yield return $"Oversold, with {left} left, {held} held and {owed} owed: {entry.ToJsonString()}";
        }

        if (left != balance["balance"]!.GetValue<decimal>() || owed != balance["overdraft"]!.GetValue<decimal>())
            yield return $"The journal's sums, {left} left and {owed} owed, are not the balance: {balance.ToJsonString()}";
    }
}
