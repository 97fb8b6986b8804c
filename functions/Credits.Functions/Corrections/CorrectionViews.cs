using Credits.Accounts;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Corrections;

/// <summary>A correction of an account's credits.</summary>
/// <param name="Id">Identifies it: the same again corrects once.</param>
/// <param name="Amount">Above zero gives credits, below zero takes them back.</param>
/// <param name="Reason">Why, in the operator's own words.</param>
/// <param name="CreditType">What kind of credits; left out, <c>credits</c>.</param>
public sealed record AdjustmentRequest(Credits Amount, string Reason, string? Id = null, string? CreditType = null)
{
    private const int MaxReasonLength = 500;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Id is not null && !ResourceId.IsOne(Id)) faults.Add(new("id", $"'{Id}' must be {ResourceId.Rule}."));
        else if (Id is not null && OwnGrantId.IsOne(Id)) faults.Add(new("id", $"'{Id}' is an id as accounts give it to what their plan grants; choose another."));
        if (Amount == Credits.Zero) faults.Add(new("amount", "Must not be zero."));
        if (CreditType is not null && !global::Credits.Grants.CreditType.TryParse(CreditType, out _)) faults.Add(new("creditType", "'" + CreditType + "' is not a credit type: " + global::Credits.Grants.CreditType.Rule + "."));
        if (IsNoReason(Reason)) faults.Add(ReasonFault);
        return faults;
    }

    internal static bool IsNoReason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReasonLength;

    internal static Fault ReasonFault { get; } = new("reason", $"Must be 1 to {MaxReasonLength} characters that are not all blank.");

    internal Grant ToGrant(string id, DateTimeOffset now) =>
        new() { Id = id, Kind = GrantKind.Adjustment, CreditType = Type, Amount = Amount, Remaining = Amount, EffectiveAt = now, Reference = Reason };

    internal CreditType Type => global::Credits.Grants.CreditType.TryParse(CreditType, out var type) ? type : default;
}

/// <summary>Why a debit is reversed.</summary>
/// <param name="Source">The event's source: with its id it is the event's identity.</param>
/// <param name="Reason">In the operator's own words.</param>
public sealed record ReversalRequest(string Source, string Reason)
{
    internal IReadOnlyList<Fault> Faults() =>
    [
        .. AdjustmentRequest.IsNoReason(Reason) ? [AdjustmentRequest.ReasonFault] : Array.Empty<Fault>(),
        .. Source.Length is 0 or > EventIdentity.MaxLength ? [new Fault("source", $"A source has 1 to {EventIdentity.MaxLength} characters.")] : Array.Empty<Fault>(),
    ];
}

/// <summary>The account after a correction.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Id">The adjustment's id, or the reversed event's.</param>
/// <param name="Sequence">The number of the journal's last entry.</param>
/// <param name="CreditType">The type of credits that were corrected.</param>
/// <param name="Balance">What is left of the open grants.</param>
/// <param name="Overdraft">What is owed.</param>
public sealed record CorrectionView(string AccountId, string Id, long Sequence, string CreditType, Credits Balance, Credits Overdraft)
{
    internal static CorrectionView Of(string id, Account account, CreditType type) =>
        new(account.Id.Value, id, account.Sequence, type.Value, account.BalanceOf(type), account.TotalsOf(type).Overdraft);
}
