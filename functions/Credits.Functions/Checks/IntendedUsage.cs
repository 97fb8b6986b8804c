using System.Text.Json;
using Credits.Events;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Checks;

/// <summary>Usage that has not happened: an event without an identity.</summary>
/// <param name="Meter">What is to be used.</param>
/// <param name="Data">Quantities and dimensions; left out, none.</param>
/// <param name="Member">The member of a team who is to use it; left out, the text <c>user</c> of the data, as for events.</param>
public sealed record IntendedUsage(string Meter, JsonElement Data = default, string? Member = null)
{
    // Nothing is booked under it.
    private static readonly EventIdentity Nobody = new("/intended", "none");

    /// <summary>The event it would be now; null, with the faults, when it could be none.</summary>
    internal UsageEvent? ToEvent(AccountId account, DateTimeOffset now, string path, List<Fault> faults)
    {
        var before = faults.Count;
        if (Meter.Length is 0 or > UsageEvent.MaxMeterLength) faults.Add(new($"{path}meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (Member is { Length: 0 or > CapScope.MaxMemberLength }) faults.Add(new($"{path}member", $"A member's name has 1 to {CapScope.MaxMemberLength} characters."));
        if (!EventData.TryRead(Data, out var data, out var fault)) faults.Add(new($"{path}data", fault));

        return faults.Count > before ? null : new(Nobody, Meter, account, now, data) { Member = CapScope.MemberOf(Member, data) };
    }
}
