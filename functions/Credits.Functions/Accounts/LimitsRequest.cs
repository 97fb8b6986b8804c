using System.Collections.Immutable;
using Credits.Functions.Http;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Accounts;

/// <summary>What decides whether an account may use more. What is left out stays as it is; a policy, limit or captures of null are the plan's again, else the default.</summary>
/// <param name="Policy">What a check answers when credits run out.</param>
/// <param name="OverdraftLimit">The most overdraft of a credit type, under the policy <c>overdraft</c>.</param>
/// <param name="CapturesBeyondHold">Whether a capture may cost more than its hold.</param>
/// <param name="Paused">Whether nobody may use anything for now.</param>
/// <param name="PausedMembers">All members who may not use anything for now; an empty list lets them all again.</param>
public sealed record LimitsRequest(
    Setting<LimitPolicy?> Policy = default, Setting<Credits?> OverdraftLimit = default, Setting<bool?> CapturesBeyondHold = default, bool? Paused = null, IReadOnlyList<string>? PausedMembers = null)
{
    internal LimitSettings AppliedTo(LimitSettings limits, List<Fault> faults)
    {
        if (OverdraftLimit.Value < Credits.Zero) faults.Add(new("limits.overdraftLimit", $"A limit can't be negative, but is {OverdraftLimit.Value}."));
        if (PausedMembers?.Count > LimitSettings.MaxPausedMembers)
            faults.Add(new("limits.pausedMembers", $"There can be at most {LimitSettings.MaxPausedMembers}, not {PausedMembers.Count}."));
        else AddFaultsOfPausedMembers(faults);

        return limits with
        {
            Policy = Policy.Or(limits.Policy),
            OverdraftLimit = OverdraftLimit.Or(limits.OverdraftLimit),
            CapturesBeyondHold = CapturesBeyondHold.Or(limits.CapturesBeyondHold),
            Paused = Paused ?? limits.Paused,
            PausedMembers = PausedMembers?.ToImmutableArray() ?? limits.PausedMembers,
        };
    }

    private void AddFaultsOfPausedMembers(List<Fault> faults)
    {
        for (var i = 0; i < PausedMembers?.Count; i++)
            if (PausedMembers[i].Length is 0 or > CapScope.MaxMemberLength) faults.Add(new($"limits.pausedMembers[{i}]", $"A member's name has 1 to {CapScope.MaxMemberLength} characters."));
    }
}
