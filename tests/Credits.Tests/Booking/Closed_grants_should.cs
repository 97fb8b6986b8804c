using Credits.Burning;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

public sealed class Closed_grants_should
{
    [Fact]
    public void Name_the_debit_that_burned_the_last_of_one()
    {
        var book = Book.With(Given.Grant(10, "pack")).Debit(4).Debit(6);

        var closed = book.ClosedGrants.ShouldHaveSingleItem();

        closed.Grant.Id.ShouldBe("pack");
        closed.Grant.Amount.ShouldBe(Credits.Of(10));
        closed.Grant.Remaining.ShouldBe(Credits.Zero);
        closed.ClosedBy.ShouldBe(3);
        (closed.Expired, closed.Voided).ShouldBe((Credits.Zero, Credits.Zero));
    }

    [Fact]
    public void Say_how_much_expired()
    {
        var end = Given.Noon.AddHours(1);

        var closed = Book.With(Given.Grant(10, until: end)).Debit(4).Commit(end.AddDays(1), _ => { }).ClosedGrants.ShouldHaveSingleItem();

        (closed.Expired, closed.Voided).ShouldBe((Credits.Of(6), Credits.Zero));
    }

    [Fact]
    public void Say_how_much_was_voided()
    {
        var closed = Book.With(Given.Grant(10)).Debit(4).Commit(Given.Noon, commit => commit.Void("grant", "by mistake")).ClosedGrants.ShouldHaveSingleItem();

        (closed.Expired, closed.Voided).ShouldBe((Credits.Zero, Credits.Of(6)));
    }

    [Fact]
    public void Hold_several_when_one_event_closes_them() =>
        Book.With(Given.Grant(1, "a"), Given.Grant(1, "b"), Given.Grant(1, "c")).Debit(2.5m)
            .ClosedGrants.Select(closed => (closed.Grant.Id, closed.ClosedBy)).ShouldBe([("a", 4L), ("b", 4L)]);

    [Fact]
    public void Hold_one_that_repaid_overdraft_with_its_last() =>
        new Book().Debit(5).Grant(Given.Grant(5, "pack")).ClosedGrants.ShouldHaveSingleItem().ClosedBy.ShouldBe(3);

    [Fact]
    public void Tell_of_every_grant_just_once_where_all_its_credits_went() =>
        AnyHistory.Books.Sample(book =>
        {
            var granted = book.Journal.Select(entry => entry.Movement).Select(GrantedBy).OfType<Grant>().ToArray();

            granted.Select(grant => grant.Id).ShouldBe(
                [.. book.ClosedGrants.Select(closed => closed.Grant.Id), .. book.Account.OpenGrants.Select(grant => grant.Id)], ignoreOrder: true);

            foreach (var closed in book.ClosedGrants)
            {
                var (last, earlier) = (book.Journal[(int)closed.ClosedBy - 1].Movement, book.Journal.Take((int)closed.ClosedBy - 1).Select(entry => entry.Movement));
                var taken = earlier.Sum(movement => Taken(movement, closed.Grant.Id)) + (last is Movement.Voided ? 0 : Taken(last, closed.Grant.Id));
                (taken + closed.Expired.Millionths + closed.Voided.Millionths + closed.RolledOver.Millionths).ShouldBe(closed.Grant.Amount.Millionths);
                (closed.Grant.Remaining, closed.Grant.Held).ShouldBe((Credits.Zero, Credits.Zero));
                closed.Grant.IsSameGrantAs(granted.Single(grant => grant.Id == closed.Grant.Id)).ShouldBeTrue();
                closed.ClosedBy.ShouldBe(book.Journal.Last(entry => Touches(entry.Movement, closed.Grant.Id)).Sequence);
            }
        }, iter: 500);

    // In millionths; what a reversal gave back counts less.
    private static long Taken(Movement movement, string grant) => movement switch
    {
        Movement.Debited debited => Sum(debited.Portions, grant),
        Movement.Repaid repaid => Sum(repaid.Portions, grant),
        Movement.Deducted deducted => Sum(deducted.Portions, grant),
        Movement.Reversed reversed => -Sum(reversed.Returned, grant),
        Movement.Voided voided when voided.Grant == grant => voided.Amount.Millionths,
        _ => 0,
    };

    private static Grant? GrantedBy(Movement movement) => movement switch
    {
        Movement.Granted granted => granted.Grant,
        Movement.RolledOver rolled => rolled.Grant,
        _ => null,
    };

    private static long Sum(IEnumerable<Portion> portions, string grant) => portions.Where(portion => portion.Grant == grant).Sum(portion => portion.Amount.Millionths);

    private static bool Touches(Movement movement, string grant) => movement switch
    {
        Movement.Expired expired => expired.Grant == grant,
        Movement.RolledOver rolled => rolled.From == grant,
        _ => Taken(movement, grant) != 0,
    };
}
