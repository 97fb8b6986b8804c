using Credits.Grants;

namespace Credits.Limits;

/// <summary>How many credits may be burned in a day, a week or a month, beyond which checks and holds are denied. What has been used is booked all the same.</summary>
/// <param name="Scope">Whose or what usage counts.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Limit">The most credits; zero or more.</param>
/// <param name="SetBy">Who decided it.</param>
public sealed record Cap(CapScope Scope, CapWindow Window, Credits Limit, SetBy SetBy)
{
    /// <summary>The most caps of an account's own.</summary>
    public const int MaxCaps = 30;

    /// <summary>The counter it goes by for a type of credits and a member; null when it does not concern the usage.</summary>
    /// <param name="type">The type of credits that burn. Types never mix, so each has a counter and the whole limit for itself.</param>
    /// <param name="meter">The usage's meter; null while it is not known.</param>
    /// <param name="member">Who used it; null when nobody is named.</param>
    public string? CounterFor(CreditType type, string? meter, string? member) =>
        Scope.Admits(meter, member) ? $"{Window}{(type == CreditType.Default ? "" : $"/{type}")}:{Scope.CounterFor(member)}" : null;

    /// <summary>Whether the cap that goes by a counter concerns everybody together: the scope's name begins with its member, and then there is none.</summary>
    internal static bool IsOfEverybody(string counter) => counter[counter.IndexOf(':', StringComparison.Ordinal) + 1] == CapScope.AfterMember;

    /// <summary>The window of the cap that goes by a counter.</summary>
    internal static CapWindow WindowOf(string counter) => Enum.Parse<CapWindow>(counter.AsSpan(0, counter.AsSpan().IndexOfAny('/', ':')));
}
