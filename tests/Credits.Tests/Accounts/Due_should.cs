using Credits.Accounts;
using Credits.Periods;

namespace Credits.Tests.Accounts;

public sealed class Due_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), Tomorrow = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Be_a_lapse_a_change_an_expiry_and_an_allotment_in_this_order_when_they_come_at_one_moment()
    {
        var march = Given.Noon;
        var account = Book.With(Given.Grant(10, "kept"), Given.Grant(1, "ends", until: April.AddMinutes(-10)))
            .OnPlan(Given.Plan("pro", Given.Allotment(5)), march)
            .Configure(march, settings => settings.With(new(April) { Caps = [] }))
            .Hold(3, at: April.AddHours(-1), until: April).Account;

        account.NextDue().ShouldBe(new Due(April, April, DueKind.Lapse, "hold"));

        var withoutHold = account with { Holds = [], OpenGrants = [.. account.OpenGrants.Select(grant => grant with { Held = Credits.Zero })] };
        withoutHold.NextDue().ShouldBe(new Due(April, April, DueKind.Change, ""));

        var withoutChange = withoutHold with { Settings = withoutHold.Settings with { Scheduled = [] } };
        withoutChange.NextDue().ShouldBe(new Due(April.AddMinutes(-10), April, DueKind.Expiry, "ends"));

        var withoutExpiry = withoutChange with { OpenGrants = [] };
        withoutExpiry.NextDue().ShouldBe(new Due(April, April, DueKind.Allotment, "monthly"));
        withoutExpiry.NextDue(except: new HashSet<string> { "monthly" }).ShouldBeNull();
    }

    [Fact]
    public void Be_what_can_be_booked_first() =>
        Book.With(Given.Grant(1, until: April.AddMinutes(-9))).OnPlan(Given.Plan("pro", Given.Allotment(5)), Given.Noon).Account.NextDue()!.Value.Kind.ShouldBe(DueKind.Allotment);

    [Fact]
    public void Be_the_soonest_of_several_allotments() =>
        new Book().OnPlan(Given.Plan("pro", Given.Allotment(5), Given.Allotment(5, "daily", new(new(1, TermUnit.Day), CycleAnchor.Calendar))), Given.Noon)
            .Account.NextDue().ShouldBe(new Due(Tomorrow, Tomorrow, DueKind.Allotment, "daily"));
}
