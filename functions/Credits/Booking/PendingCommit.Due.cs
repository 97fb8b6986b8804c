using Credits.Accounts;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Plans;
using Credits.Thresholds;

namespace Credits.Booking;

/// <content>What time alone does, each thing as of its own moment: booked late, it comes out as if it had been booked on time.</content>
public sealed partial class PendingCommit
{
    private static readonly IReadOnlyDictionary<string, Plan> NoPlans = new Dictionary<string, Plan>();

    // Allotments that found no room for a grant. They are tried again whenever something was booked that may have made some.
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);

    // What is due and did not fit into this commit comes before anything else in the next one.
    private bool _leavesDue;

    // The moment of which something was booked, and overdraft is still to be repaid.
    private DateTimeOffset? _unrepaid;

    /// <summary>What time alone does next, but for allotments that wait for room; null when nothing is known.</summary>
    public Due? NextDue => Account.NextDue(_waiting);

    /// <summary>
    /// Books what time alone has done until now, in the order of time: holds that lapsed, changes that were scheduled, what expired or rolled over, what plans
    /// allot; as much as fits into the commit. Before it, takes over the terms of the account's plan, if they have changed. Comes before anything else in a
    /// commit, and again after the settings were changed in it.
    /// </summary>
    /// <param name="plans">The plans by id, as far as they concern the account now. One that is not there grants nothing new.</param>
    public void Settle(IReadOnlyDictionary<string, Plan>? plans = null)
    {
        plans ??= NoPlans;
        _leavesDue = false;
        _waiting.Clear();
        TakeOverPlan(plans, BookedAt);

        while (NextDue is { } due && due.BookFrom <= BookedAt)
        {
            // What came at a moment repays only after its notices, and the next commit wouldn't know of it; they move nothing and close nothing.
            var goesOn = due.Kind == DueKind.Notice && due.BookFrom <= _unrepaid;
            if (!goesOn && (IsLong || !HasRoomFor(RoomFor(due))))
            {
                _leavesDue = true;
                return;
            }

            Book(due, plans);
        }
    }

    /// <summary>Books one thing that time alone does, unless it is an allotment beyond what the account can hold: that waits.</summary>
    /// <param name="due">The <see cref="NextDue"/>.</param>
    /// <param name="plans">As for <see cref="Settle"/>.</param>
    public void Book(Due due, IReadOnlyDictionary<string, Plan> plans)
    {
        switch (due.Kind)
        {
            case DueKind.Lapse:
                End(Account.FindHold(due.Id)!, HoldEnd.Lapsed);
                break;
            case DueKind.Change:
                Append(new Movement.Configured(Account.Settings.Scheduled[0].AppliedTo(Account.Settings)));
                TakeOverPlan(plans, due.At);
                break;
            case DueKind.Expiry:
                Expire(Account.OpenGrants.First(grant => grant.Id == due.Id));
                break;
            case DueKind.Allotment when !Allot(due.Id):
                _waiting.Add(due.Id);

                // The commit before may have booked others of the same moment, and had no room left to try this one.
                if (_entries.Count == 0) _unrepaid = due.BookFrom;
                RepayWhatIsDone();
                return;
            case DueKind.Allotment:
                break;
            case DueKind.Notice:
                var ending = Account.OpenGrants.First(grant => grant.Id == due.Id);
                Append(new Movement.Crossed(Crossing.OfExpiry(ending), CrossingTurn.Reached, ending.Remaining));

                // It moves no credits, so nothing is repaid as of its moment: that may lie before what was booked long ago, when more notice is wanted than before.
                RepayWhatIsDone();
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(due), due, "Nothing that time does.");
        }

        // What waited for a hold to end may have been due long before that end.
        _waiting.Clear();
        if (_unrepaid is not { } earlier || earlier < due.BookFrom) _unrepaid = due.BookFrom;
        RepayWhatIsDone();
    }

    // Everything that comes at a moment is there before any of it repays, so that the burn order decides.
    private void RepayWhatIsDone()
    {
        if (_unrepaid is not { } moment || NextDue?.BookFrom <= moment) return;

        _unrepaid = null;
        if (RepayOverdraft(moment)) _waiting.Clear();
    }

    // A grant that expires was counted as one that may close; every other thing adds one. Beside it, the next entry has to have room.
    private int RoomFor(Due due) => due.Kind == DueKind.Expiry && Account.OpenGrants.First(grant => grant.Id == due.Id).Rollover is null ? 1 : 2;

    private void Expire(Grant grant)
    {
        var goesOn = grant.Rollover?.Of(grant.Remaining) ?? Credits.Zero;
        if (goesOn > Credits.Zero)
        {
            Append(new Movement.RolledOver(grant.Id, new()
            {
                Id = OwnGrantId.OfRollover(Account.Sequence + 1),
                Kind = grant.Kind,
                CreditType = grant.CreditType,
                Amount = goesOn,
                Remaining = goesOn,
                EffectiveAt = grant.ExpiresAt!.Value,
                ExpiresAt = grant.Rollover!.ExpiresAt,
                Priority = grant.Priority,
                Meters = grant.Meters,
                Reference = $"Rolled over from {grant.Id}",
            }));
        }

        if (goesOn < grant.Remaining) Append(new Movement.Expired(grant.CreditType, grant.Id, grant.Remaining - goesOn));
    }

    private bool Allot(string allotmentId)
    {
        var subscription = Account.Subscription!;
        var allotment = subscription.Terms.Allotments.First(allotment => allotment.Id == allotmentId);
        var grant = subscription.NextGrant(allotment, OwnGrantId.OfAllotment(Account.Sequence + 1), Account.Settings.Calendar);
        if (CantGrant(grant.CreditType, grant.Amount) is not null) return false;

        Append(new Movement.Granted(grant));
        return true;
    }
}
