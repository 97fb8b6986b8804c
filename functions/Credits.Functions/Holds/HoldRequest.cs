using System.Text.Json;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Rating;

namespace Credits.Functions.Holds;

/// <summary>Credits to set aside: so many, or what usage would cost.</summary>
/// <param name="Amount">How many; above zero. Left out, <paramref name="Data"/> says how many.</param>
/// <param name="Data">Quantities and dimensions of the usage that is expected of the meter: what it would cost now is set aside.</param>
/// <param name="Id">The hold's id; left out, it follows from the Idempotency-Key, and without one it is a new one.</param>
/// <param name="CreditType">What kind of credits; left out, <c>credits</c>.</param>
/// <param name="Meter">What they are for; left out, anything.</param>
/// <param name="Member">The member of a team who is to use them; left out, the text <c>user</c> of the data, as for events.</param>
/// <param name="Seconds">How long they are held; left out, ten minutes.</param>
public sealed record HoldRequest(
    Credits? Amount = null, JsonElement Data = default, string? Id = null, string? CreditType = null, string? Meter = null, string? Member = null, int? Seconds = null)
{
    private const int DefaultSeconds = 600;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        AddFaultsOfPrice(faults);
        if (Amount <= Credits.Zero) faults.Add(new("amount", $"Must be above zero, but is {Amount}."));
        if (Id is not null && !ResourceId.IsOne(Id)) faults.Add(new("id", $"'{Id}' must be {ResourceId.Rule}."));
        if (CreditType is not null && !global::Credits.Grants.CreditType.TryParse(CreditType, out _)) faults.Add(new("creditType", "'" + CreditType + "' is not a credit type: " + global::Credits.Grants.CreditType.Rule + "."));
        if (Meter is { Length: 0 or > UsageEvent.MaxMeterLength }) faults.Add(new("meter", $"A meter has 1 to {UsageEvent.MaxMeterLength} characters."));
        if (Member is { Length: 0 or > CapScope.MaxMemberLength }) faults.Add(new("member", $"A member's name has 1 to {CapScope.MaxMemberLength} characters."));
        if (Seconds < 1 || Seconds > Hold.MaxLifetime.TotalSeconds) faults.Add(new("seconds", $"Must be from 1 to {Hold.MaxLifetime.TotalSeconds}, but is {Seconds}."));
        return faults;
    }

    /// <summary>The type of credits that is asked for; with <see cref="Data"/>, their price says it.</summary>
    internal CreditType Type => global::Credits.Grants.CreditType.TryParse(CreditType, out var type) ? type : default;

    internal Hold ToHold(string id, CreditType type, DateTimeOffset placedAt)
    {
        EventData.TryRead(Data, out var data, out _);
        return new()
        {
            Id = id,
            CreditType = type,
            Meter = Meter,
            Member = CapScope.MemberOf(Member, data),
            Portions = [],
            PlacedAt = placedAt,
            ExpiresAt = placedAt.AddSeconds(Seconds ?? DefaultSeconds),
        };
    }

    /// <summary>Whether an earlier hold is what is asked for. What usage would cost now does not matter: it was priced when it was placed.</summary>
    internal bool IsMetBy(Hold earlier)
    {
        var asked = ToHold(earlier.Id, Amount is null ? earlier.CreditType : Type, earlier.PlacedAt);
        return (Amount is null || Amount == earlier.Amount) && asked with { Portions = earlier.Portions } == earlier;
    }

    private void AddFaultsOfPrice(List<Fault> faults)
    {
        if (Data.ValueKind == JsonValueKind.Undefined)
        {
            if (Amount is null) faults.Add(new("amount", "Say how many credits; or give the 'meter' and the 'data' of the usage that is expected, to hold what it would cost."));
            return;
        }

        if (Amount is not null) faults.Add(new("data", "Give either 'amount' or 'data', not both."));
        else if (!EventData.TryRead(Data, out _, out var fault)) faults.Add(new("data", fault));
        if (Meter is null) faults.Add(new("meter", "Must be given beside 'data': it says what is priced."));
        if (CreditType is not null) faults.Add(new("creditType", "Must be left out beside 'data': it follows from the price."));
    }
}
