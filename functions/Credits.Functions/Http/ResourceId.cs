using Credits.Rating;

namespace Credits.Functions.Http;

/// <summary>Ids that a caller gives to accounts, grants and rate cards: they stand in URLs and in the stores' keys.</summary>
public static class ResourceId
{
    /// <summary>The longest id of a grant or a rate card, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What such an id may consist of, in words for an error message.</summary>
    public static readonly string Rule = $"1 to {MaxLength} characters out of A-Z a-z 0-9 - _ . : @ +, not starting with a dot";

    /// <summary>Whether a text is an id of a grant or a rate card.</summary>
    public static bool IsOne(string text) => text.Length <= MaxLength && AccountId.TryParse(text, out _);

    /// <summary>An account's id out of a route.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static AccountId Account(string id) =>
        AccountId.TryParse(id, out var account) ? account : throw new ProblemException(Problem.Invalid(new Fault("accountId", $"'{id}' is not an account id: {AccountId.Rule}.")));

    /// <summary>Another id, such as a grant's or a rate card's.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static string Checked(string id, string name) =>
        IsOne(id) ? id : throw new ProblemException(Problem.Invalid(new Fault(name, $"'{id}' must be {Rule}.")));
}
