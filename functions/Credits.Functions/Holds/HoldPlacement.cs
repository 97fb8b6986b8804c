using Credits.Booking;
using Credits.Checks;
using Credits.Functions.Checks;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Usage;
using Credits.Grants;
using Credits.Holds;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Functions.Holds;

/// <summary>Places a hold of an amount, or of what usage would cost by the prices and counters of now.</summary>
public sealed class HoldPlacement(RateCardCatalogue rateCards, PlanCatalogue plans)
{
    /// <summary>Books the hold into a commit.</summary>
    /// <exception cref="ProblemException">It has no price, is denied, or is more than there is.</exception>
    internal async Task<Hold> Place(HoldRequest asked, string holdId, PendingCommit commit, CancellationToken cancellation)
    {
        var plan = await plans.Of(commit.Account, cancellation);
        var (type, amount) = asked.Amount is { } given ? (asked.Type, given) : await Price(asked, commit, plan, cancellation);

        var hold = asked.ToHold(holdId, type, commit.BookedAt);
        var verdict = Check.Of(commit.Account, plan, new(hold.Meter, hold.Member, type, amount), commit.BookedAt);
        if (verdict.Decision == Decision.Denied && verdict.Reason != CheckReasons.InsufficientCredits) throw new ProblemException(HoldProblems.Denied(verdict));
        if (commit.Place(hold, amount) is { } refusal) throw new ProblemException(HoldProblems.Of(refusal));

        return commit.Account.FindHold(holdId)!;
    }

    private async Task<(CreditType Type, Credits Amount)> Price(HoldRequest asked, PendingCommit commit, Plan? plan, CancellationToken cancellation)
    {
        var faults = new List<Fault>();
        var usage = new IntendedUsage(asked.Meter!, asked.Data, asked.Member).ToEvent(commit.Account.Id, commit.BookedAt, path: "", faults) ?? throw new ProblemException(Problem.Invalid(faults));

        Charge? charge = null;
        var (tariff, refusal) = await rateCards.TariffFor(commit.Account, plan, commit.BookedAt, commit.BookedAt, cancellation);
        if (tariff is not null) Pricing.TryPrice(usage, tariff, commit.Counters, out charge, out refusal);
        if (charge is null) throw new ProblemException(EventProblems.Refused(refusal!));

        return charge.Amount > Credits.Zero
            ? (charge.CreditType, charge.Amount)
            : throw new ProblemException(Problem.Invalid([new("data", "This usage costs nothing now, so there is nothing to hold.")]));
    }
}
