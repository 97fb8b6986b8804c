using Credits.Events;

namespace Credits.Limits;

/// <summary>Whose or what usage a cap counts.</summary>
/// <param name="Meter">Only this meter's; null for every meter.</param>
/// <param name="Member">Only this member's; null for everybody together.</param>
/// <param name="EachMember">Every member's, each for itself.</param>
public readonly record struct CapScope(string? Meter, string? Member, bool EachMember)
{
    /// <summary>What stands between the member and the meter in the name of a counter.</summary>
    internal const char AfterMember = '|';

    /// <summary>The longest name of a member, in characters.</summary>
    public const int MaxMemberLength = 128;

    // What apps have long called the member in their data.
    private const string MemberPath = "user";

    /// <summary>The member who uses something: who is named, else the text <c>user</c> of the data, if it can be a member's name; null for nobody.</summary>
    public static string? MemberOf(string? named, EventData data) =>
        named ?? (data.TryGetText(MemberPath, out var user) && user.Length is > 0 and <= MaxMemberLength && !user.Any(char.IsControl) ? user : null);

    /// <summary>Whether a usage counts.</summary>
    public bool Admits(string? meter, string? member) =>
        (Meter is null || Meter == meter) && (EachMember ? member is not null : Member is null || Member == member);

    /// <summary>The name of the counter among those of one window.</summary>
    internal string CounterFor(string? member) => $"{Escaped(EachMember ? member : Member)}{AfterMember}{Escaped(Meter)}";

    // Two different scopes never share a counter, whatever members and meters are called.
    private static string? Escaped(string? name) => name?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
