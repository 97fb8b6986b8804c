using Credits.Accounts;
using Credits.Grants;

namespace Credits.Tests.Booking;

/// <summary>Where it makes no difference in which order things arrive and how they are packed into commits, and where it does.</summary>
public sealed class Order_of_arrival_should
{
    private static readonly string[] Meters = ["llm.call"];

    /// <summary>Grants usable all day, whose terms differ in everything that orders them.</summary>
    private static readonly Gen<Grant[]> UsableAllDay = Gen.Select(
        Gen.Enum<GrantKind>(), Gen.Long[1, 20_000_000], Gen.Int[1, 3], Gen.OneOfConst<int?>(1, 2, null), Gen.OneOfConst(50, 100),
        (kind, millionths, days, until, priority) => Given.Grant(
            millionths / 1_000_000m, kind: kind, from: Given.Noon.AddDays(-days), until: until is { } end ? Given.Noon.AddDays(end) : null,
            priority: priority))
        .Array[0, 6].Select(grants => grants.Select((grant, i) => grant with { Id = $"g{i}" }).ToArray());

    private static readonly Gen<Use[]> Uses = Gen.Select(
        Gen.OneOf(Gen.Long[0, 2_000_000], Gen.Long[0, 30_000_000]), Gen.Int[0, 300], Gen.Bool,
        (millionths, minute, last) => new Use(Credits.FromMillionths(millionths), minute, last)).Array[0, 12];

    [Fact]
    public void Not_matter_for_events_that_every_grant_can_pay_for() =>
        Gen.Select(UsableAllDay, Uses.SelectMany(uses => Gen.Shuffle(uses).Select(other => (uses, other))), (grants, both) => (grants, both.uses, both.other))
        .Sample((grants, uses, shuffled) =>
        {
            var arrived = Take(grants, uses).Account;
            var otherwise = Take(grants, shuffled).Account;

            otherwise.OpenGrants.ShouldBe(arrived.OpenGrants);
            otherwise.Totals.ShouldBe(arrived.Totals);
        }, iter: 500);

    [Fact]
    public void Not_matter_with_commits_that_end_elsewhere_once_the_grants_are_there() =>
        Gen.Select(UsableAllDay, Uses).Sample((grants, uses) =>
        {
            var inSeveral = Take(grants, uses).Account;
            var inOne = Take(grants, [.. uses.Select(use => use with { IsLastOfCommit = false })]).Account;

            inOne.OpenGrants.ShouldBe(inSeveral.OpenGrants);
            inOne.Totals.ShouldBe(inSeveral.Totals);
        }, iter: 500);

    // Which grant repays may differ, as only those there at a commit's end can. The sums can't, as long as every grant pays for every meter
    // and is usable at the time of every event and of every commit, and the account repays overdraft: one of balance and overdraft is then always zero.
    [Fact]
    public void Not_matter_for_balance_and_overdraft_even_among_grants_and_events() =>
        Gen.Select(UsableAllDay, Uses).SelectMany((grants, uses) =>
        {
            object[] all = [.. grants, .. uses];
            return Gen.Shuffle(all);
        }).Sample(arrivals =>
        {
            var granted = arrivals.OfType<Grant>().Sum(grant => grant.Amount.Millionths);
            var burned = arrivals.OfType<Use>().Sum(use => use.Charge.Millionths);

            var book = Take(arrivals);

            book.Balance.Millionths.ShouldBe(Math.Max(0, granted - burned));
            book.Totals.Overdraft.Millionths.ShouldBe(Math.Max(0, burned - granted));
        }, iter: 500);

    [Fact]
    public void Not_matter_for_a_grant_and_an_older_event_that_it_can_only_repay()
    {
        var tomorrow = Given.Noon.AddDays(1);
        var grant = Given.Grant(100, from: tomorrow);

        var eventFirst = new Book().Debit(30, at: Given.Noon, bookedAt: tomorrow).Grant(grant, tomorrow);
        var grantFirst = new Book().Grant(grant, tomorrow).Debit(30, at: Given.Noon, bookedAt: tomorrow);

        eventFirst.Balance.ShouldBe(Credits.Of(70));
        grantFirst.Account.Totals.ShouldBe(eventFirst.Account.Totals);
        grantFirst.Account.OpenGrants.ShouldBe(eventFirst.Account.OpenGrants);
    }

    [Fact]
    public void Matter_when_the_grant_has_ended_before_it_could_repay()
    {
        var end = Given.Noon.AddMinutes(5);
        var grant = Given.Grant(100, until: end);

        Book.With(grant).Debit(30, at: Given.Noon, bookedAt: end).Totals.Overdraft.ShouldBe(Credits.Zero);
        new Book().Debit(30, at: Given.Noon).Grant(grant, end).Totals.Overdraft.ShouldBe(Credits.Of(30));
    }

    [Fact]
    public void Matter_when_the_grant_pays_only_for_the_events_meter()
    {
        var grant = Given.Grant(100, meters: Meters);

        Book.With(grant).Debit(30).Totals.Overdraft.ShouldBe(Credits.Zero);
        new Book().Debit(30).Grant(grant).Totals.Overdraft.ShouldBe(Credits.Of(30));
    }

    [Fact]
    public void Matter_when_the_account_does_not_repay()
    {
        var proud = new AccountSettings { RepaysOverdraft = false };
        var grant = Given.Grant(100);

        new Book().Commit(Given.Noon, commit => commit.Configure(proud)).Grant(grant).Debit(30).Totals.Overdraft.ShouldBe(Credits.Zero);
        new Book().Commit(Given.Noon, commit => commit.Configure(proud)).Debit(30).Grant(grant).Totals.Overdraft.ShouldBe(Credits.Of(30));
    }

    private static Book Take(Grant[] grants, Use[] uses) => Take([.. grants, .. uses]);

    private static Book Take(params object[] arrivals)
    {
        var book = new Book();
        var next = 0;
        while (next < arrivals.Length)
        {
            book.Commit(Given.Noon, commit =>
            {
                var last = false;
                for (; next < arrivals.Length && !last; next++)
                {
                    if (arrivals[next] is Grant grant) commit.Grant(grant).ShouldBeNull();
                    if (arrivals[next] is not Use use) continue;
                    commit.Debit(Given.Event(at: Given.Noon.AddMinutes(-use.Minute), id: $"e{next}"), Given.Charge(use.Charge.ToDecimal())).ShouldBeNull();
                    last = use.IsLastOfCommit;
                }
            });
        }

        return book;
    }

    private sealed record Use(Credits Charge, int Minute, bool IsLastOfCommit);
}
