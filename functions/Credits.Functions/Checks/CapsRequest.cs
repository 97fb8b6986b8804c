using System.Collections.Immutable;
using Credits.Events;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Checks;

/// <summary>All caps that the caller sets; an empty list takes them away.</summary>
/// <param name="Caps">The caps.</param>
public sealed record CapsRequest(IReadOnlyList<CapRequest> Caps)
{
    internal IReadOnlyList<Fault> Faults()
    {
        if (Caps.Count > Cap.MaxCaps) return [new("caps", $"There can be at most {Cap.MaxCaps}, not {Caps.Count}.")];

        var faults = new List<Fault>();
        for (var i = 0; i < Caps.Count; i++) Caps[i].AddFaults($"caps[{i}]", faults);
        return faults;
    }

    /// <summary>An account's caps with these in the place of the setter's old ones.</summary>
    internal ImmutableArray<Cap> Replace(ImmutableArray<Cap> all, SetBy setter) =>
        [.. all.Where(cap => cap.SetBy != setter), .. Caps.Select(cap => cap.ToCap(setter))];
}

/// <summary>A cap.</summary>
/// <param name="Window">Over which time it counts, from the midnight of the account's time zone.</param>
/// <param name="Limit">The most credits.</param>
/// <param name="Meter">Only this meter's usage; left out, every meter's.</param>
/// <param name="Member">Only this member's usage; left out, everybody's together.</param>
/// <param name="EachMember">Whether it is for every member, each for itself.</param>
public sealed record CapRequest(CapWindow Window, Credits Limit, string? Meter = null, string? Member = null, bool EachMember = false)
{
    internal void AddFaults(string path, List<Fault> faults)
    {
        if (Limit < Credits.Zero) faults.Add(new($"{path}.limit", $"A limit can't be negative, but is {Limit}."));
        if (Meter is { Length: 0 or > UsageEvent.MaxMeterLength }) faults.Add(new($"{path}.meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (Member is { Length: 0 or > CapScope.MaxMemberLength }) faults.Add(new($"{path}.member", $"A member's name has 1 to {CapScope.MaxMemberLength} characters."));
        if (Member is not null && EachMember) faults.Add(new($"{path}.eachMember", "A cap is for one member or for each, not both."));
    }

    internal Cap ToCap(SetBy setter) => new(new(Meter, Member, EachMember), Window, Limit, setter);
}
