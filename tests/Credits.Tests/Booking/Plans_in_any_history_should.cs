using Credits.Accounts;
using Credits.Booking;
using Credits.Grants;
using Credits.Journal;

namespace Credits.Tests.Booking;

/// <summary>What plans promise, whatever else happens to the account.</summary>
public sealed class Plans_in_any_history_should
{
    /// <summary>A history, after which the account comes to a plan and changes of the plan are scheduled.</summary>
    private static readonly Gen<(Book Book, DateTimeOffset Now)> Stories = Gen.Select(
        AnyHistory.Books.Where(book => book.Journal.Count > 0), AnyPlan.Plan, Gen.Select(Gen.Int[1, 15 * 24], Gen.OneOfConst<string?>([.. AnyPlan.Ids, null])).Array[0, 5],
        (book, plan, changes) =>
        {
            var now = book.Journal[^1].BookedAt;
            book.OnPlan(plan, now).Configure(now, settings => changes.Aggregate(settings, (settings, change) => settings.With(new ScheduledChange(now.AddHours(change.Item1)) { Plan = new(change.Item2) })));
            return (book.At(now), now);
        });

    // What is granted for a time that was granted before is no more than was taken back of it.
    [Fact]
    public void Grant_no_moment_twice_but_what_was_taken_back() =>
        Stories.Sample(story =>
        {
            var book = story.Book.At(story.Now.AddDays(20));
            var open = new Dictionary<(string, string), (DateTimeOffset End, Credits Back)>();
            var grants = new Dictionary<string, Grant>();
            foreach (var movement in book.MovementsAfter(0))
            {
                if (movement is Movement.Voided { Reason: var reason } voided && reason.StartsWith("Left plan ", StringComparison.Ordinal))
                {
                    var period = grants[voided.Grant].Allotment!;
                    open[(period.Plan, period.Allotment)] = open[(period.Plan, period.Allotment)] with { Back = voided.Amount };
                }

                if (movement is not Movement.Granted { Grant: { Allotment: { } allotment } grant }) continue;

                var (end, back) = open.GetValueOrDefault((allotment.Plan, allotment.Allotment));
                if (grant.EffectiveAt < end) grant.Amount.ShouldBeLessThanOrEqualTo(back);
                grants[grant.Id] = grant;
                open[(allotment.Plan, allotment.Allotment)] = (allotment.End, Credits.Zero);
            }
        }, iter: 1_000);

    [Fact]
    public void Book_late_just_what_would_have_been_booked_on_time() =>
        Gen.Select(Stories, Gen.Int[0, 20 * 24 * 60].Array[1, 5]).Sample((story, minutes) =>
        {
            var last = story.Now.AddMinutes(minutes.Max());
            var (onTime, late) = (Settle(story.Book, [.. minutes.Order().Select(minute => story.Now.AddMinutes(minute))]), Settle(story.Book, [last]));

            onTime.ShouldBe(late);
        }, iter: 300);

    [Fact]
    public void Be_settled_as_the_next_commit_will_find_them() =>
        Gen.Select(Stories, Gen.Int[0, 20 * 24 * 60]).Sample((story, minutes) =>
        {
            var at = story.Now.AddMinutes(minutes);
            var settled = Settled.At(story.Book.Account, story.Book.Plans, at);
            using var chain = new HashChain();
            var commit = new PendingCommit(story.Book.Account, at, chain);
            commit.Settle(story.Book.Plans);

            // More than a commit takes comes with the ones that follow.
            if (commit.IsFull) settled.Sequence.ShouldBeGreaterThan(commit.Account.Sequence);
            else settled.ShouldBe(commit.Account);
            Settled.At(settled, story.Book.Plans, at).ShouldBe(settled);
            (settled.NextDueAt ?? DateTimeOffset.MaxValue).ShouldBeGreaterThan(at);
        }, iter: 300);

    private static Movement[] Settle(Book book, DateTimeOffset[] moments)
    {
        using var chain = new HashChain();
        var (account, movements) = (book.Account, new List<Movement>());
        foreach (var at in moments)
        {
            // More may be due than one commit takes.
            for (var isLeft = true; isLeft;)
            {
                var commit = new PendingCommit(account, at, chain);
                commit.Settle(book.Plans);
                movements.AddRange(commit.Entries.Select(entry => entry.Movement));
                (account, isLeft) = (commit.Account, commit.IsFull && commit.Entries.Count > 0);
            }
        }

        return [.. movements];
    }
}
