using System.Collections.Immutable;
using Credits.Checks;
using Credits.Grants;
using Credits.Limits;

namespace Credits.Tests.Checks;

/// <summary>What caps do to checks; what has been used is booked in any case.</summary>
public sealed class Caps_should
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Deny_what_would_pass_one_and_say_when_it_begins_anew()
    {
        var book = Capped(Given.Cap(20)).Debit(15);

        Check(book, 5).Decision.ShouldBe(Decision.Allowed);
        var verdict = Check(book, 5.5m);

        (verdict.Decision, verdict.Reason, verdict.ResetsAt).ShouldBe((Decision.Denied, "cap-reached", Midnight));
        verdict.Detail.ShouldBe(
            "The daily cap of 20 'credits' has 5 left (15 used), but 5.5 are needed; raise it, or wait until it begins anew at 2026-03-02T00:00:00Z.");
        verdict.Caps.ShouldHaveSingleItem().ShouldBe(new CapState(Given.Cap(20), Used: Credits.Of(15), Held: Credits.Zero, Midnight));
    }

    [Fact]
    public void Begin_anew_with_their_window()
    {
        var book = Capped(Given.Cap(20)).Debit(20);

        Check(book, 1, at: Midnight.AddTicks(-1)).Decision.ShouldBe(Decision.Denied);
        Check(book, 1, at: Midnight).Decision.ShouldBe(Decision.Allowed);
    }

    [Fact]
    public void Begin_anew_at_the_midnight_of_the_accounts_time_zone()
    {
        var midnight = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
        var book = new Book().Commit(Given.Noon, commit =>
        {
            commit.Configure(new() { TimeZone = "Europe/Berlin", Limits = new() { Caps = [Given.Cap(20)] } });
            commit.Grant(Given.Grant(100)).ShouldBeNull();
        }).Debit(20);

        Check(book, 1, at: midnight.AddTicks(-1)).ResetsAt.ShouldBe(midnight);
        Check(book, 1, at: midnight).Decision.ShouldBe(Decision.Allowed);
    }

    // Its window began at 11 o'clock the day before, earlier than the one that counted until then.
    [Fact]
    public void Count_anew_from_a_change_of_the_time_zone_on_and_miss_nothing()
    {
        var book = Capped(Given.Cap(20)).Debit(15, at: Midnight.AddHours(10), id: "1")
            .Commit(Midnight.AddHours(10), commit => commit.Configure(commit.Account.Settings with { TimeZone = "Pacific/Pago_Pago" }));

        book.Debit(7, at: Midnight.AddHours(10), id: "2");

        Check(book, 0, at: Midnight.AddHours(10)).Caps[0].Used.ShouldBe(Credits.Of(7));
    }

    [Fact]
    public void Keep_their_count_when_other_settings_change()
    {
        var book = Capped(Given.Cap(20)).Debit(15).Commit(Given.Noon, commit => commit.Configure(commit.Account.Settings with { Name = "Acme" }));

        Check(book, 0).Caps[0].Used.ShouldBe(Credits.Of(15));
    }

    [Fact]
    public void Deny_everything_once_used_up_also_without_quantities()
    {
        var verdict = Check(Capped(Given.Cap(20, CapWindow.Week)).Debit(25), cost: null);

        verdict.Reason.ShouldBe("cap-reached");
        verdict.Detail.ShouldBe("The weekly cap of 20 'credits' has 0 left (25 used); raise it, or wait until it begins anew at 2026-03-02T00:00:00Z.");
    }

    [Fact]
    public void Never_send_anybody_to_wait_for_what_they_will_not_admit_then_either() =>
        Check(Capped(Given.Cap(20, CapWindow.Month)), 21).Detail.ShouldBe(
            "The monthly cap of 20 'credits' has 20 left (0 used), but 21 are needed; raise it or use less at a time.");

    [Fact]
    public void Count_what_open_holds_have_set_aside_for_the_same()
    {
        var book = Capped(Given.Cap(20, meter: "llm.call")).Debit(5).Hold(12).Hold(30, "images", meter: "image").Hold(30, "premium", type: Given.Premium);

        var verdict = Check(book, 4);

        verdict.Caps[0].Held.ShouldBe(Credits.Of(12));
        verdict.Detail.ShouldBe(
            "The daily cap of 20 'credits' for 'llm.call' has 3 left (5 used and 12 held), but 4 are needed; raise it, or wait until it begins anew at 2026-03-02T00:00:00Z.");
        Check(book, 4, at: Given.Noon.AddHours(1)).Decision.ShouldBe(Decision.Allowed); // the hold has lapsed
    }

    [Fact]
    public void Count_a_member_for_itself_and_name_the_one_that_is_denied()
    {
        var book = Capped(Given.Cap(20, eachMember: true, meter: "llm.call"));
        Use(book, 15, "ann");

        Check(book, 20, "bob").Decision.ShouldBe(Decision.Allowed);
        Check(book, 20, member: null).Decision.ShouldBe(Decision.Allowed);
        Check(book, 20, "ann").Detail.ShouldStartWith("The daily cap of 20 'credits' for 'llm.call' of member 'ann' has 5 left (15 used), but 20 are needed;");
    }

    [Fact]
    public void Count_each_credit_type_for_itself()
    {
        var book = Capped(Given.Cap(20)).Debit(15, type: Given.Premium);

        Check(book, 20).Decision.ShouldBe(Decision.Allowed);
        Check(book, 6, type: Given.Premium).Detail.ShouldStartWith("The daily cap of 20 'premium' has 5 left (15 used)");
    }

    [Fact]
    public void Follow_the_tighter_of_two_that_concern_the_same() =>
        Check(Capped(Given.Cap(20), Given.Cap(5, by: SetBy.Customer)).Debit(3), 3).Detail.ShouldStartWith("The daily cap of 5 'credits' has 2 left");

    [Fact]
    public void Name_the_one_that_denies_longest_so_that_waiting_helps()
    {
        var verdict = Check(Capped(Given.Cap(5), Given.Cap(5, CapWindow.Month)).Debit(5), 1);

        verdict.ResetsAt.ShouldBe(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        verdict.Detail.ShouldStartWith("The monthly cap of 5");
        verdict.Caps.Select(state => state.Remaining).ShouldBe([Credits.Zero, Credits.Zero]);
    }

    [Fact]
    public void Come_before_credits() => Check(Capped(Given.Cap(5)).Debit(500), 1).Reason.ShouldBe("cap-reached");

    [Fact]
    public void Hold_under_every_policy() =>
        Gen.Enum<LimitPolicy>().Sample(policy =>
            Check(Limited(new() { Policy = policy, OverdraftLimit = Credits.Max, Caps = [Given.Cap(5)] }).Debit(5), 1).Reason.ShouldBe("cap-reached"));

    [Fact]
    public void Never_keep_usage_that_has_happened_from_being_booked()
    {
        var book = Limited(new() { Paused = true, PausedMembers = ["ann"], Caps = [Given.Cap(0)] });

        Use(book, 15, "ann");

        book.Totals.Burned.ShouldBe(Credits.Of(15));
        book.Account.Spending.In("Day:|", Midnight.AddDays(-1)).ShouldBe(Credits.Of(15));
    }

    [Fact]
    public void Count_from_when_they_are_set_and_an_event_by_its_own_time()
    {
        var book = Book.With(Given.Grant(500)).Debit(15).Commit(Given.Noon, commit => commit.Configure(new() { Limits = new() { Caps = [Given.Cap(20)] } }));

        book.Debit(7, at: Midnight.AddMinutes(-1), bookedAt: Midnight.AddMinutes(1));

        Check(book, 0, at: Given.Noon).Caps[0].Used.ShouldBe(Credits.Of(7));
        Check(book, 0, at: Midnight).Caps[0].Used.ShouldBe(Credits.Zero);
    }

    // Its window has not begun for anybody else, and one that took the running one's place would let it begin anew.
    [Theory]
    [InlineData(CapWindow.Day)]
    [InlineData(CapWindow.Week)]
    public void Count_an_event_of_a_clock_that_is_ahead_where_it_is_booked(CapWindow window)
    {
        var book = Capped(Given.Cap(20, window)).Debit(20, at: Midnight.AddMinutes(-5));

        book.Debit(1, at: Midnight.AddSeconds(30), bookedAt: Midnight.AddMinutes(-4));

        Check(book, 0, at: Midnight.AddMinutes(-3)).Caps[0].Used.ShouldBe(Credits.Of(21));
        Check(book, 1, at: Midnight.AddMinutes(-3)).Decision.ShouldBe(Decision.Denied);
        Check(book, 0, at: Midnight).Caps[0].Used.ShouldBe(Credits.Zero);
    }

    [Fact]
    public void Count_a_capture_by_a_clock_that_is_ahead_where_it_is_booked()
    {
        var book = Capped(Given.Cap(20)).Debit(15, at: Midnight.AddMinutes(-5)).Hold(5, at: Midnight.AddMinutes(-5), until: Midnight.AddHours(1));

        book.Commit(Midnight.AddMinutes(-4), commit =>
            commit.Debit(Given.Event(at: Midnight.AddSeconds(30)) with { Hold = "hold" }, Given.Charge(5)).ShouldBeNull());

        Check(book, 1, at: Midnight.AddMinutes(-3)).Caps[0].ShouldBe(new CapState(Given.Cap(20), Used: Credits.Of(20), Held: Credits.Zero, Midnight));
    }

    private static Book Capped(params ImmutableArray<Cap> caps) => Limited(new() { Caps = caps });

    private static Book Limited(LimitSettings limits) =>
        Book.With(Given.Grant(500), Given.Grant(500, "premium", type: Given.Premium)).Commit(Given.Noon, commit => commit.Configure(new() { Limits = limits }));

    private static void Use(Book book, decimal amount, string member) =>
        book.Commit(Given.Noon, commit => commit.Debit(Given.Event() with { Member = member }, Given.Charge(amount)).ShouldBeNull());

    private static Verdict Check(Book book, decimal? cost, string? member = null, CreditType type = default, DateTimeOffset? at = null) =>
        global::Credits.Checks.Check.Of(book.Account, plan: null, new("llm.call", member, type, cost is { } known ? Credits.Of(known) : null), at ?? Given.Noon);
}
