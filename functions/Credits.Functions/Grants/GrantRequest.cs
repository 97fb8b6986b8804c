using System.Collections.Immutable;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Grants;

/// <summary>Credits to give.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Amount">How many; above zero.</param>
/// <param name="Id">The grant's id; left out, it follows from the Idempotency-Key, and without one it is a new one.</param>
/// <param name="CreditType">What kind of credits; left out, <c>credits</c>.</param>
/// <param name="EffectiveAt">The first moment at which they can burn; left out, now.</param>
/// <param name="ExpiresAt">The first moment at which they no longer can; left out, never.</param>
/// <param name="Priority">Lower burns first; left out, 100.</param>
/// <param name="Meters">The only meters they pay for; left out, every meter.</param>
/// <param name="Reference">The operator's own words for it, such as an invoice number.</param>
public sealed record GrantRequest(
    GrantKind Kind, Credits Amount, string? Id = null, string? CreditType = null, DateTimeOffset? EffectiveAt = null, DateTimeOffset? ExpiresAt = null,
    int? Priority = null, IReadOnlyList<string>? Meters = null, string? Reference = null)
{
    // Every open grant rides in the account document, which is written with every commit.
    private const int MaxMeters = 20;
    private const int MaxReferenceLength = 200;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Amount <= Credits.Zero) faults.Add(new("amount", $"Must be above zero, but is {Amount}."));
        if (Id is not null && !ResourceId.IsOne(Id)) faults.Add(new("id", $"'{Id}' is not a grant's id: {ResourceId.Rule}."));
        else if (Id is not null && OwnGrantId.IsOne(Id)) faults.Add(new("id", $"'{Id}' is an id as accounts give it to what their plan grants; choose another."));
        if (CreditType is not null && !global::Credits.Grants.CreditType.TryParse(CreditType, out _))
            faults.Add(new("creditType", $"'{CreditType}' is not a credit type: {(global::Credits.Grants.CreditType.Rule)}."));
        if (ExpiresAt <= EffectiveAt) faults.Add(new("expiresAt", "Must be after 'effectiveAt'."));
        if (Reference?.Length > MaxReferenceLength) faults.Add(new("reference", $"Must be at most {MaxReferenceLength} characters."));

        if (Meters?.Count > MaxMeters) faults.Add(new("meters", $"Must be at most {MaxMeters}, but are {Meters.Count}."));
        if (Meters is not { Count: <= MaxMeters }) return faults;

        for (var i = 0; i < Meters.Count; i++)
        {
            if (Meters[i] is not { Length: > 0 and <= UsageEvent.MaxMeterLength })
                faults.Add(new($"meters[{i}]", $"A meter is 1 to {UsageEvent.MaxMeterLength} characters."));
            else if (Meters.Take(i).Contains(Meters[i])) faults.Add(new($"meters[{i}]", $"'{Meters[i]}' is there twice."));
        }

        return faults;
    }

    /// <summary>The grant, given now.</summary>
    internal Grant ToGrant(string id, DateTimeOffset now) => new()
    {
        Id = id,
        Kind = Kind,
        CreditType = CreditType is null ? default : global::Credits.Grants.CreditType.Parse(CreditType),
        Amount = Amount,
        Remaining = Amount,
        EffectiveAt = EffectiveAt ?? now,
        ExpiresAt = ExpiresAt,
        Priority = Priority ?? Grant.DefaultPriority,
        Meters = [.. Meters ?? []],
        Reference = Reference,
    };

    /// <summary>Whether an earlier grant is what is asked for now. When it was not said when it takes effect, it was then as it is now: at once.</summary>
    internal bool IsMetBy(Grant earlier) => ToGrant(earlier.Id, now: earlier.EffectiveAt).IsSameGrantAs(earlier);
}
