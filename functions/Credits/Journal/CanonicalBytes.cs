using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Burning;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Journal;

/// <summary>Writes an entry as the bytes its hash is over. Two entries that differ anywhere differ in their bytes.</summary>
internal sealed class CanonicalBytes
{
    // The first layout, and the one that appends what entries had no place for in the first. An entry without any of that is still
    // written in the first, so journals from before keep their hashes, and no entry can be read as one of the other layout.
    private const byte FirstLayout = 1;
    private const byte ExtendedLayout = 2;

    private readonly CanonicalWriter _to = new();

    /// <summary>What was written by the last <see cref="Of"/>; valid until the next.</summary>
    public ReadOnlySpan<byte> Written => _to.Written;

    /// <summary>The canonical bytes of an entry; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(long sequence, DateTimeOffset bookedAt, Movement movement)
    {
        _to.Begin(IsExtended(movement) ? ExtendedLayout : FirstLayout);
        _to.Number(sequence);
        _to.Time(bookedAt);

        switch (movement)
        {
            case Movement.Configured(var settings):
                _to.Text("configured");
                _to.Text(settings.Name);
                _to.Text(settings.RateCard ?? AccountSettings.DefaultRateCard);
                _to.Number(settings.RepaysOverdraft ? 1 : 0);
                if (IsExtended(movement)) CanonicalSettings.WriteExtension(_to, settings);
                break;
            case Movement.Granted(var grant):
                _to.Text("granted");
                Granted(grant);
                break;
            case Movement.Subscribed(var subscription) subscribed:
                _to.Text("subscribed");
                CanonicalSubscription.Write(_to, subscription, subscribed.TrialEnd);
                break;
            case Movement.Unsubscribed(var turn):
                _to.Text("unsubscribed");
                CanonicalSubscription.Write(_to, turn);
                break;
            case Movement.RolledOver(var from, var grant):
                _to.Text("rolled-over");
                _to.Text(from);
                Granted(grant);
                break;
            case Movement.Debited debited:
                Debited(debited);
                break;
            case Movement.Held(var hold):
                _to.Text("held");
                _to.Text(hold.Id);
                _to.Text(hold.CreditType.Value);
                _to.Text(hold.Meter);
                _to.Text(hold.Member);
                _to.Time(hold.PlacedAt);
                _to.Time(hold.ExpiresAt);
                List(hold.Portions);
                break;
            case Movement.Released(var type, var hold, var amount, var end):
                _to.Text("released");
                _to.Text(type.Value);
                _to.Text(hold);
                _to.Number(amount.Millionths);
                _to.Text(end.ToString());
                break;
            case Movement.Repaid(var type, var portions):
                _to.Text("repaid");
                _to.Text(type.Value);
                List(portions);
                break;
            case Movement.Deducted(var id, var type, var amount, var portions, var overdraft, var reason):
                _to.Text("deducted");
                _to.Text(id);
                _to.Text(type.Value);
                _to.Number(amount.Millionths);
                List(portions);
                _to.Number(overdraft.Millionths);
                _to.Text(reason);
                break;
            case Movement.Reversed(var debit, var type, var returned, var forgiven, var counted, var reason):
                _to.Text("reversed");
                _to.Number(debit);
                _to.Text(type.Value);
                List(returned);
                _to.Number(forgiven.Millionths);
                List(counted);
                _to.Text(reason);
                break;
            case Movement.Crossed(var crossing, var turn, var amount):
                _to.Text("crossed");
                _to.Text(crossing.Kind.ToString());
                _to.Text(crossing.CreditType.Value);
                _to.OptionalNumber(crossing.Level?.Millionths);
                _to.OptionalNumber(crossing.Percent);
                _to.Text(crossing.Counter);
                _to.Time(crossing.Window);
                _to.Text(crossing.Grant);
                _to.Text(turn.ToString());
                _to.Number(amount.Millionths);
                break;
            case Movement.Expired(var type, var grant, var amount):
                _to.Text("expired");
                _to.Text(type.Value);
                _to.Text(grant);
                _to.Number(amount.Millionths);
                break;
            case Movement.Voided(var type, var grant, var amount, var reason):
                _to.Text("voided");
                _to.Text(type.Value);
                _to.Text(grant);
                _to.Number(amount.Millionths);
                _to.Text(reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(movement), movement, "A movement that the hash does not know.");
        }

        return Written;
    }

    private void Granted(Grant grant)
    {
        _to.Text(grant.Id);
        _to.Text(grant.Kind.ToString());
        _to.Text(grant.CreditType.Value);
        _to.Number(grant.Amount.Millionths);
        _to.Time(grant.EffectiveAt);
        _to.Time(grant.ExpiresAt);
        _to.Number(grant.Priority);
        _to.Number(grant.Meters.Length);
        foreach (var meter in grant.Meters) _to.Text(meter);
        _to.Text(grant.Reference);
        if (!IsExtended(grant)) return;

        _to.Text(grant.Allotment?.Plan);
        _to.Text(grant.Allotment?.Allotment);
        _to.Time(grant.Allotment?.End);
        _to.OptionalNumber(grant.Rollover?.Percent);
        _to.OptionalNumber(grant.Rollover?.Minimum?.Millionths);
        _to.OptionalNumber(grant.Rollover?.Maximum?.Millionths);
        _to.Time(grant.Rollover?.ExpiresAt);

        // Last of all, and written only where there is one: grants from before keep their hashes, and none reads as another.
        if (grant.Cost is not { } cost) return;

        _to.Number(cost.Amount);
        _to.Text(cost.Currency);
    }

    private void Debited(Movement.Debited debited)
    {
        var (usage, charge, portions, overdraft) = debited;
        _to.Text("debited");
        _to.Text(usage.Identity.Source);
        _to.Text(usage.Identity.Id);
        _to.Text(usage.Meter);
        _to.Time(usage.Time);
        _to.Text(usage.Data.Canonical);
        _to.Number(charge.Amount.Millionths);
        _to.Text(charge.CreditType.Value);
        _to.Text(charge.RateCard);
        _to.Number(charge.Version);
        List(portions);
        _to.Number(overdraft.Millionths);
        if (!IsExtended(debited)) return;

        _to.OptionalNumber(charge.Cost?.Millionths);
        _to.Text(charge.Cost?.Currency);
        List(charge.Counted);
        _to.Text(usage.Member);
        _to.Text(usage.Hold);
        _to.Text(debited.Hold);
        _to.Number(debited.CapUses.Length);
        foreach (var use in debited.CapUses)
        {
            _to.Text(use.Counter);
            _to.Time(use.WindowStart);
        }
    }

    private static bool IsExtended(Movement movement) => movement switch
    {
        Movement.Configured(var settings) => CanonicalSettings.IsExtended(settings),
        Movement.Granted(var grant) => IsExtended(grant),
        Movement.RolledOver(_, var grant) => IsExtended(grant),
        Movement.Debited(var usage, var charge, _, _) debited =>
            charge.Cost is not null || !charge.Counted.IsEmpty || usage.Member is not null || usage.Hold is not null || debited.Hold is not null || !debited.CapUses.IsEmpty,
        _ => false,
    };

    private static bool IsExtended(Grant grant) => grant.Allotment is not null || grant.Rollover is not null || grant.Cost is not null;

    private void List(ImmutableArray<Counted> all)
    {
        _to.Number(all.Length);
        foreach (var counted in all)
        {
            _to.Text(counted.Counter);
            _to.Time(counted.PeriodStart);
            _to.Number(counted.Quantity.Millionths);
        }
    }

    private void List(ImmutableArray<Portion> portions)
    {
        _to.Number(portions.Length);
        foreach (var portion in portions)
        {
            _to.Text(portion.Grant);
            _to.Number(portion.Amount.Millionths);
        }
    }
}
