using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

/// <summary>What a hold promises, whatever else happens to the account.</summary>
public sealed class Holds_in_any_history_should
{
    [Fact]
    public void Set_aside_only_what_was_available_and_each_in_a_grant_that_may_pay_for_it() =>
        EachEntry((before, entry, _) =>
        {
            if (entry.Movement is not Movement.Held(var hold)) return;

            hold.Amount.ShouldBeGreaterThan(Credits.Zero);
            hold.Amount.ShouldBeLessThanOrEqualTo(before.AvailableTo(hold.CreditType, hold.Meter, entry.BookedAt));
            foreach (var (id, amount) in hold.Portions)
            {
                var grant = before.OpenGrants.Single(grant => grant.Id == id);
                amount.ShouldBeInRange(Credits.FromMillionths(1), grant.Free);
                (grant.CreditType == hold.CreditType && grant.IsUsableAt(entry.BookedAt) && (hold.Meter is null ? grant.Meters.IsEmpty : grant.Admits(hold.Meter))).ShouldBeTrue();
            }
        });

    [Fact]
    public void Be_ended_by_nothing_but_their_capture_release_or_lapse_and_stay_as_they_were_until_then() =>
        EachEntry((before, entry, after) =>
        {
            var ended = entry.Movement switch
            {
                Movement.Debited debited => debited.Hold,
                Movement.Released released => released.Hold,
                _ => null,
            };

            after.Holds.Where(hold => before.FindHold(hold.Id) is not null).ShouldBe(before.Holds.Where(hold => hold.Id != ended));
            foreach (var hold in after.Holds) hold.Portions.ShouldAllBe(portion => after.OpenGrants.Any(grant => grant.Id == portion.Grant && grant.Remaining >= portion.Amount));
        });

    [Fact]
    public void Never_lose_a_credit_to_another_debit_a_deduction_or_repayment() =>
        EachEntry((before, entry, after) =>
        {
            if (entry.Movement is not (Movement.Debited or Movement.Deducted or Movement.Repaid)) return;

            var captured = before.FindHold((entry.Movement as Movement.Debited)?.Hold);
            foreach (var grant in before.OpenGrants)
            {
                var stillHeld = grant.Held.Millionths - (captured?.Portions.Where(portion => portion.Grant == grant.Id).Sum(portion => portion.Amount.Millionths) ?? 0);
                (after.OpenGrants.SingleOrDefault(left => left.Id == grant.Id)?.Remaining.Millionths ?? 0).ShouldBeGreaterThanOrEqualTo(stillHeld);
            }
        });

    [Fact]
    public void Cover_any_capture_of_their_meter_and_type_that_costs_no_more() =>
        EachEntry((before, entry, _) =>
        {
            if (entry.Movement is not Movement.Debited debited || before.FindHold(debited.Hold) is not { } hold) return;
            if (hold.CreditType != debited.Charge.CreditType || (hold.Meter ?? debited.Event.Meter) != debited.Event.Meter) return;

            debited.Overdraft.Millionths.ShouldBeLessThanOrEqualTo(Math.Max(0, debited.Charge.Amount.Millionths - hold.Amount.Millionths));
            if (debited.Charge.Amount > hold.Amount) return;

            foreach (var (grant, amount) in debited.Portions) amount.ShouldBeLessThanOrEqualTo(hold.Portions.Single(portion => portion.Grant == grant).Amount);
        });

    [Fact]
    public void Burn_no_grant_for_a_meter_or_a_credit_type_that_it_does_not_pay_for() =>
        EachEntry((before, entry, _) =>
        {
            if (entry.Movement is not Movement.Debited debited) return;

            debited.Portions.Select(portion => before.OpenGrants.Single(grant => grant.Id == portion.Grant))
                .ShouldAllBe(grant => grant.Admits(debited.Event.Meter) && grant.CreditType == debited.Charge.CreditType);
        });

    // Of one grant and nothing but holds, captures, releases and debits: what was burned for holds and what is still held fit into the grant, beside all else.
    [Fact]
    public void Promise_no_credit_twice() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[1, 60]).Array[0, 40].Sample(steps =>
        {
            var book = Book.With(Given.Grant(100));
            var forHolds = Credits.Zero;
            foreach (var ((kind, nth, amount), number) in steps.Select((step, number) => (step, number)))
            {
                var open = book.Account.Holds;
                var hold = open.IsEmpty ? null : open[nth % open.Length];
                if (kind <= 1)
                {
                    book.Commit(Given.Noon, commit => commit.Place(Given.Hold($"h{number}"), Credits.Of(amount)));
                }
                else if (kind == 2 && hold is not null)
                {
                    forHolds += Credits.Min(hold.Amount, Credits.Of(amount));
                    book.Capture(amount, hold.Id);
                }
                else if (kind == 3 && hold is not null)
                {
                    book.Commit(Given.Noon, commit => commit.Release(hold.Id));
                }
                else
                {
                    book.Debit(amount);
                }

                var held = book.Account.Holds.Aggregate(Credits.Zero, (sum, hold) => sum + hold.Amount);
                (forHolds + held).ShouldBeLessThanOrEqualTo(Credits.Of(100));
                held.ShouldBeLessThanOrEqualTo(book.Balance);
                book.Account.HeldOf(CreditType.Default, Given.Noon).ShouldBe(held);
            }
        }, iter: 500);

    private static void EachEntry(Action<Account, Entry, Account> law) =>
        AnyHistory.Books.Sample(book =>
        {
            using var replay = new Replay(Given.Acme);
            foreach (var entry in book.Journal)
            {
                var before = replay.Account;
                replay.Add(entry);
                law(before, entry, replay.Account);
            }
        }, iter: 500);
}
