using Credits.Rating;
using Credits.Simulations;

namespace Credits.Functions.Simulations;

/// <summary>What to simulate.</summary>
/// <param name="Days">How many days back from now.</param>
/// <param name="AccountId">One account, of whatever rate card; left out, every account of this one.</param>
/// <param name="Cursor">Asks for the next page of accounts.</param>
public sealed record SimulationRequest(int Days, string? AccountId = null, string? Cursor = null)
{
    private const int MaxDays = 90;

    internal IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Days is < 1 or > MaxDays) faults.Add(new("days", $"Must be from 1 to {MaxDays}, but is {Days}."));
        if (AccountId is not null && !global::Credits.AccountId.TryParse(AccountId, out _)) faults.Add(new("accountId", "'" + AccountId + "' is not an account id: " + global::Credits.AccountId.Rule + "."));
        if (AccountId is not null && Cursor is not null) faults.Add(new("cursor", "There is one page for one account."));
        return faults;
    }
}

/// <summary>Past usage under the draft's prices, with each account's settings of today.</summary>
/// <param name="RateCard">The card whose draft it is.</param>
/// <param name="From">The first moment of booking that counts.</param>
/// <param name="To">The first moment that no longer counts.</param>
/// <param name="Accounts">Each account of this page.</param>
/// <param name="Cursor">Asks for the next page; left out on the last.</param>
public sealed record SimulationView(string RateCard, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SimulatedAccountView> Accounts, string? Cursor);

/// <summary>One account under both prices.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Meters">Each meter that it used.</param>
public sealed record SimulatedAccountView(string AccountId, IReadOnlyList<RepricedView> Meters)
{
    internal static SimulatedAccountView Of(AccountId account, Simulation simulation) => new(account.Value, [.. simulation.Meters.Select(RepricedView.Of)]);
}

/// <summary>One meter under both prices.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="CreditType">The type of credits.</param>
/// <param name="Events">How many events were debited.</param>
/// <param name="Booked">What they cost.</param>
/// <param name="Simulated">What they would have cost.</param>
/// <param name="Unpriced">How many of them would have had no price, and become dead letters.</param>
public sealed record RepricedView(string Meter, string CreditType, long Events, decimal Booked, decimal Simulated, long Unpriced)
{
    internal static RepricedView Of(Repriced meter) => new(
        meter.Meter, meter.CreditType.Value, meter.Events, (decimal)meter.Booked / Credits.MillionthsPerCredit, (decimal)meter.Simulated / Credits.MillionthsPerCredit, meter.Unpriced);
}
