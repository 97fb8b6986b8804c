using Credits.Grants;
using Credits.Periods;

namespace Credits.Plans;

/// <summary>What a plan grants whenever its period is paid, and never by time. No account takes part in it before: it is none of the plan's terms.</summary>
/// <param name="Id">Unique within its plan; part of the ids of its grants.</param>
/// <param name="Amount">How many credits each time; above zero.</param>
public sealed record PaidAllotment(string Id, Credits Amount)
{
    /// <summary>The longest id, in characters. With the invoice's, and what is added when money goes back, it makes a grant's id.</summary>
    public const int MaxIdLength = 20;

    /// <summary>What kind of credits.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>How long what is granted lives; until the next period, that is the one after the period that was paid.</summary>
    public Lifetime Lifetime { get; init; } = Lifetime.UntilNextPeriod;

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = Grant.DefaultPriority;

    /// <summary>How the ids of all grants of an invoice begin, and of no other's.</summary>
    public static string IdPrefixOf(string invoice) => $"{invoice}-";

    /// <summary>What is granted for a paid period.</summary>
    /// <param name="invoice">What was paid: it grants once.</param>
    /// <param name="period">The period that was paid; not over yet.</param>
    /// <param name="at">When it is granted: from then on, or from the period's start if that is later.</param>
    /// <param name="cost">What was paid for it; null for nothing, or where another grant has it all.</param>
    /// <param name="calendar">The account's calendar.</param>
    public Grant GrantFor(string invoice, BillingPeriod period, DateTimeOffset at, Money? cost, Calendar calendar)
    {
        var from = period.Start > at ? period.Start : at;
        return new()
        {
            Id = $"{IdPrefixOf(invoice)}{Id}",
            Kind = GrantKind.Allotment,
            CreditType = CreditType,
            Amount = Amount,
            Remaining = Amount,
            EffectiveAt = from,
            ExpiresAt = Lifetime.EndOf(from, period.End, calendar),
            Priority = Priority,
            Reference = $"Invoice {invoice}",
            Cost = cost,
        };
    }
}
