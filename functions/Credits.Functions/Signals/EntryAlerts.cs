using System.Text.Json.Nodes;
using Credits.Functions.Alerts;
using Credits.Grants;
using Credits.Journal;
using Credits.Thresholds;

namespace Credits.Functions.Signals;

/// <summary>What people are told of an entry. The same entry is the same alert, however often it is read.</summary>
public static class EntryAlerts
{
    /// <summary>The alert of an entry; null when there is nothing to tell.</summary>
    /// <param name="account">Whose journal it is.</param>
    /// <param name="plan">The account's plan; null for none.</param>
    /// <param name="entry">The entry.</param>
    public static AlertEvent? Of(AccountId account, string? plan, Entry entry)
    {
        return entry.Movement switch
        {
            Movement.Crossed { Crossing: var crossing, Turn: not CrossingTurn.Dropped, Amount: var amount } crossed when TypeOf(crossed) is { } type => Alert(type, DataOf(crossing, amount)),
            Movement.Granted(var grant) => Alert(AlertTypes.GrantCreated, DataOf(grant)),
            Movement.Expired(var type, var grant, var amount) => Alert(AlertTypes.GrantExpired, new() { ["creditType"] = type.Value, ["grantId"] = grant, ["expired"] = amount.ToDecimal() }),
            _ => null,
        };

        AlertEvent Alert(string type, JsonObject data)
        {
            data["entry"] = entry.Sequence;
            return new($"{account}-{entry.Sequence}-{type}", type, entry.BookedAt, account, plan, data);
        }
    }

    // Who has credits bought by themselves is told of the top-up itself.
    private static string? TypeOf(Movement.Crossed crossed) => crossed switch
    {
        { Crossing.Kind: CrossingKind.Threshold, Turn: CrossingTurn.Recovered } => AlertTypes.BalanceRecovered,
        { Crossing: { Kind: CrossingKind.Threshold, Level.Millionths: 0 } } => AlertTypes.BalanceExhausted,
        { Crossing.Kind: CrossingKind.Threshold } => AlertTypes.BalanceBelow,
        { Crossing.Kind: CrossingKind.Cap } => AlertTypes.CapReached,
        { Crossing.Kind: CrossingKind.Expiry } => AlertTypes.GrantExpiring,
        _ => null,
    };

    private static JsonObject DataOf(Crossing crossing, Credits amount)
    {
        var data = new JsonObject { ["creditType"] = crossing.CreditType.Value };
        switch (crossing.Kind)
        {
            case CrossingKind.Cap:
                data["limit"] = crossing.Level!.Value.ToDecimal();
                data["burned"] = amount.ToDecimal();
                data["counter"] = crossing.Counter;
                data["windowStart"] = Rfc3339.Write(crossing.Window!.Value);
                break;
            case CrossingKind.Expiry:
                data["grantId"] = crossing.Grant;
                data["remaining"] = amount.ToDecimal();
                break;
            default:
                if (crossing.Level is { } level) data["threshold"] = level.ToDecimal();
                if (crossing.Percent is { } percent) data["thresholdPercent"] = percent;
                data["left"] = amount.ToDecimal();
                break;
        }

        return data;
    }

    private static JsonObject DataOf(Grant grant)
    {
        var data = new JsonObject
        {
            ["creditType"] = grant.CreditType.Value,
            ["grantId"] = grant.Id,
            ["kind"] = grant.Kind.ToString().ToLowerInvariant(),
            ["amount"] = grant.Amount.ToDecimal(),
        };
        if (grant.ExpiresAt is { } end) data["expiresAt"] = Rfc3339.Write(end);
        return data;
    }
}
