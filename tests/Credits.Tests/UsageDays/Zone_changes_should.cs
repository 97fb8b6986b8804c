using Credits.Accounts;
using Credits.Journal;
using Credits.UsageDays;

namespace Credits.Tests.UsageDays;

public sealed class Zone_changes_should
{
    [Fact]
    public void Tell_the_zone_in_force_at_each_entry()
    {
        var changes = Fold((2, "Europe/Berlin"), (5, null), (9, "Asia/Tokyo"));

        ZoneAt(changes, 1).ShouldBe("UTC");
        ZoneAt(changes, 2).ShouldBe("Europe/Berlin");
        ZoneAt(changes, 4).ShouldBe("Europe/Berlin");
        ZoneAt(changes, 5).ShouldBe("UTC");
        ZoneAt(changes, 1_000).ShouldBe("Asia/Tokyo");
        changes.Current.ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public void Keep_nothing_of_settings_that_leave_the_zone_as_it_is() =>
        Fold((1, null), (2, "Europe/Berlin"), (3, "Europe/Berlin")).All.ShouldBe([new(2, "Europe/Berlin")]);

    [Fact]
    public void Say_that_they_do_not_know_what_is_older_than_their_bound()
    {
        var changes = Fold([.. Enumerable.Range(1, ZoneChanges.MaxChanges + 1).Select(i => ((long)i * 10, (string?)$"zone {i}"))]);

        changes.All.Length.ShouldBe(ZoneChanges.MaxChanges);
        ZoneAt(changes, 19).ShouldBe("not known");
        ZoneAt(changes, 20).ShouldBe("zone 2");
    }

    private static string ZoneAt(ZoneChanges changes, long sequence) => changes.TryFind(sequence, out var zone) ? zone ?? "UTC" : "not known";

    private static ZoneChanges Fold(params (long Sequence, string? Zone)[] configured) => configured.Aggregate(ZoneChanges.None, (changes, next) =>
        changes.After(new(next.Sequence, Given.Noon, new Movement.Configured(new AccountSettings { TimeZone = next.Zone }), Given.EmptyAccount.Head)));
}
