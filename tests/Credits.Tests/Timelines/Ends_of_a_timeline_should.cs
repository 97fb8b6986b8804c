using Credits.Accounts;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Plans;
using Credits.Timelines;

namespace Credits.Tests.Timelines;

public sealed class Ends_of_a_timeline_should
{
    private static readonly Plan Daily = new("daily") { Terms = new() { Allotments = [new("a", Credits.Of(10), new(new(1, TermUnit.Day), CycleAnchor.Calendar))] } };

    [Fact]
    public void Leave_out_no_expiry_for_being_booked_after_something_beyond_the_end()
    {
        var expiry = Given.Noon.AddHours(1);
        var account = Book.With(Given.Grant(7, until: expiry)).Account;
        account = account with { Settings = account.Settings.With(new(expiry.AddMinutes(5)) { Plan = new("other") }) };

        var timeline = Of(account, until: expiry.AddMinutes(1));

        timeline.Items.ShouldBe([new(expiry, new Movement.Expired(CreditType.Default, "grant", Credits.Of(7)))]);
        timeline.IsCut.ShouldBeFalse();
    }

    [Fact]
    public void Tell_nothing_that_begins_with_the_end()
    {
        var expiry = Given.Noon.AddHours(1);

        Of(Book.With(Given.Grant(7, until: expiry)).Account, until: expiry).Items.ShouldBeEmpty();
    }

    [Fact]
    public void Not_come_early_for_an_allotment_that_finds_no_room_yet()
    {
        var full = Book.With([.. Enumerable.Range(1, Account.MaxOpenGrants).Select(i => Given.Grant(1, $"g{i}", until: i == 1 ? Given.Noon.AddHours(1) : null))]);
        full.Commit(Given.Noon, commit =>
        {
            commit.Configure(new() { Plan = Daily.Id });
            commit.Settle(new Dictionary<string, Plan> { [Daily.Id] = Daily });
        });

        var items = Of(full.Account, until: Given.Noon.AddHours(2)).Items;

        items.Select(item => item.Movement!.GetType().Name).ShouldBe([nameof(Movement.Granted), nameof(Movement.Expired)]);
        items[0].At.ShouldBe(Given.Noon, "it is due since then");
    }

    private static Timeline Of(Account account, DateTimeOffset until) =>
        Timeline.Of(account, new Dictionary<string, Plan> { [Daily.Id] = Daily }, Given.Noon.AddMinutes(1), until, most: 100);
}
