using System.Text.RegularExpressions;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>What is asked over a <see cref="Drawbridge"/> for accounts, step by step; and which step is held.</summary>
internal sealed partial class Steps
{
    private const string Account = "account-";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _owners = [];
    private readonly Dictionary<string, List<Passage>> _taken = [];
    private readonly HashSet<Passage> _answered = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Account, string Step), Hold> _holds = [];

    /// <summary>From now on the account's steps are counted.</summary>
    public void Watch(string account)
    {
        lock (_gate)
        {
            _taken[account] = [];
        }
    }

    /// <summary>Everything that an account's steps have changed since it is watched, in order; the same one again has a number.</summary>
    public IReadOnlyList<string> ChangesOf(string account)
    {
        lock (_gate)
        {
            return [.. Numbered(_taken[account]).Where(taken => taken.Passage.Changes).Select(taken => taken.Step)];
        }
    }

    /// <summary>Whether all of these steps of an account have come and were answered.</summary>
    public bool AreDone(string account, params IReadOnlyList<string> steps)
    {
        lock (_gate)
        {
            return steps.All(step => Numbered(_taken[account]).Any(taken => taken.Step == step && _answered.Contains(taken.Passage)));
        }
    }

    /// <summary>Holds an account's step when it comes.</summary>
    public Hold HoldAt(string account, string step, Moment moment)
    {
        lock (_gate)
        {
            return _holds[(account, step)] = new(account, step, moment);
        }
    }

    /// <summary>Waits until every step that is to be held has come.</summary>
    public static Task UntilReached(IEnumerable<Hold> holds) => ApiClient.Until(
        () => Task.FromResult(string.Join(", ", holds.Where(hold => !hold.IsReached))), missing => missing.Length == 0, "every step to be reached");

    /// <summary>Counts a request.</summary>
    /// <returns>What holds it; null to let it pass.</returns>
    public Hold? Arrive(Passage passage)
    {
        lock (_gate)
        {
            if (Learn(passage.Text, passage.Text) is not { } account || !_taken.TryGetValue(account, out var taken)) return null;

            taken.Add(passage);
            return _holds.GetValueOrDefault((account, Numbered(taken).Last().Step)) is { IsReleased: false } hold ? hold : null;
        }
    }

    /// <summary>Notes that a request was answered, and whose the ids are that both name.</summary>
    public void Answered(Passage passage, string answer)
    {
        lock (_gate)
        {
            _answered.Add(passage);
            Learn(passage.Text, answer);
        }
    }

    // Whoever is named with an account belongs to it.
    private string? Learn(string asked, string named)
    {
        if (Owner(asked) is not { } account) return null;

        foreach (Match name in Names().Matches(named)) _owners.TryAdd(name.Value, account);
        return account;
    }

    private string? Owner(string text)
    {
        foreach (Match name in Names().Matches(text))
        {
            if (name.Value.StartsWith(Account, StringComparison.Ordinal)) return name.Value;
            if (_owners.TryGetValue(name.Value, out var account)) return account;
        }

        return null;
    }

    private static IEnumerable<(string Step, Passage Passage)> Numbered(IEnumerable<Passage> taken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var passage in taken)
        {
            var count = counts[passage.Name] = counts.GetValueOrDefault(passage.Name) + 1;
            yield return ($"{passage.Name} #{count}", passage);
        }
    }

    [GeneratedRegex("account-[0-9a-f]{32}|(?:pi|evt|cus)_[0-9a-f]{24}")]
    private static partial Regex Names();
}
