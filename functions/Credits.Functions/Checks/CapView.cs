using Credits.Checks;
using Credits.Grants;
using Credits.Limits;

namespace Credits.Functions.Checks;

/// <summary>A cap and how far it is used up.</summary>
/// <param name="Window">Over which time it counts.</param>
/// <param name="Limit">The most credits.</param>
/// <param name="Meter">Only this meter's usage; left out for every meter.</param>
/// <param name="Member">Only this member's usage; left out for everybody together.</param>
/// <param name="EachMember">Whether it is for every member, each for itself.</param>
/// <param name="SetBy">Who decided it.</param>
/// <param name="CreditType">The type of credits that the numbers are of; each has the whole limit for itself.</param>
/// <param name="Used">What was burned in the window; left out where it depends on the member.</param>
/// <param name="Held">What open holds have set aside.</param>
/// <param name="Remaining">What may still be burned.</param>
/// <param name="ResetsAt">When the window ends.</param>
public sealed record CapView(
    CapWindow Window, Credits Limit, string? Meter, string? Member, bool EachMember, SetBy SetBy, string CreditType, Credits? Used, Credits? Held, Credits? Remaining, DateTimeOffset ResetsAt)
{
    internal static CapView Of(CapState state, CreditType type) => Of(state.Cap, type, state.ResetsAt) with { Used = state.Used, Held = state.Held, Remaining = state.Remaining };

    internal static CapView Of(Cap cap, CreditType type, DateTimeOffset resetsAt) =>
        new(cap.Window, cap.Limit, cap.Scope.Meter, cap.Scope.Member, cap.Scope.EachMember, cap.SetBy, type.Value, null, null, null, resetsAt);
}

/// <summary>Every cap of an account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AsOf">The moment.</param>
/// <param name="Caps">For each type of credits that ever moved, the operator's, the customer's and the plan's; of two that concern the same, the tighter one counts.</param>
public sealed record CapsView(string AccountId, DateTimeOffset AsOf, IReadOnlyList<CapView> Caps);
