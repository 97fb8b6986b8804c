using Credits.Events;
using Credits.Functions.Http;
using Credits.Holds;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Holds;

/// <summary>Credits to set aside.</summary>
/// <param name="Amount">How many; above zero.</param>
/// <param name="Id">The hold's id; left out, it follows from the Idempotency-Key, and without one it is a new one.</param>
/// <param name="CreditType">What kind of credits; left out, <c>credits</c>.</param>
/// <param name="Meter">What they are for; left out, anything.</param>
/// <param name="Member">The member of a team who is to use them.</param>
/// <param name="Seconds">How long they are held; left out, ten minutes.</param>
public sealed record HoldRequest(Credits Amount, string? Id = null, string? CreditType = null, string? Meter = null, string? Member = null, int? Seconds = null)
{
    private const int DefaultSeconds = 600;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Amount <= Credits.Zero) faults.Add(new("amount", $"Must be above zero, but is {Amount}."));
        if (Id is not null && !ResourceId.IsOne(Id)) faults.Add(new("id", $"'{Id}' must be {ResourceId.Rule}."));
        if (CreditType is not null && !global::Credits.Grants.CreditType.TryParse(CreditType, out _)) faults.Add(new("creditType", "'" + CreditType + "' is not a credit type: " + global::Credits.Grants.CreditType.Rule + "."));
        if (Meter is { Length: 0 or > UsageEvent.MaxMeterLength }) faults.Add(new("meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (Member is { Length: 0 or > CapScope.MaxMemberLength }) faults.Add(new("member", $"A member's name has 1 to {CapScope.MaxMemberLength} characters."));
        if (Seconds < 1 || Seconds > Hold.MaxLifetime.TotalSeconds) faults.Add(new("seconds", $"Must be from 1 to {Hold.MaxLifetime.TotalSeconds}, but is {Seconds}."));
        return faults;
    }

    internal Hold ToHold(string id, DateTimeOffset placedAt) => new()
    {
        Id = id,
        CreditType = global::Credits.Grants.CreditType.TryParse(CreditType, out var type) ? type : default,
        Meter = Meter,
        Member = Member,
        Portions = [],
        PlacedAt = placedAt,
        ExpiresAt = placedAt.AddSeconds(Seconds ?? DefaultSeconds),
    };

    /// <summary>Whether an earlier hold is what is asked for.</summary>
    internal bool IsMetBy(Hold earlier)
    {
        var asked = ToHold(earlier.Id, earlier.PlacedAt);
        return Amount == earlier.Amount && asked with { Portions = earlier.Portions } == earlier;
    }
}
