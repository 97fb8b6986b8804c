using Credits.Accounts;
using Credits.Booking;
using Credits.Checks;
using Credits.Grants;
using Credits.Journal;
using Credits.Limits;
using Credits.Plans;

namespace Credits.Tests.Checks;

public sealed class Check_should
{
    [Fact]
    public void Allow_what_the_available_credits_cover()
    {
        var verdict = Check(Book.With(Given.Grant(10)), cost: 10);

        (verdict.Decision, verdict.Reason, verdict.Detail).ShouldBe((Decision.Allowed, "sufficient", "There are enough credits."));
        (verdict.Cost, verdict.Available, verdict.ResetsAt).ShouldBe((Credits.Of(10), Credits.Of(10), null));
    }

    [Fact]
    public void Deny_what_they_do_not_cover_unless_a_policy_says_otherwise()
    {
        var verdict = Check(Book.With(Given.Grant(10)), cost: 10.000001m);

        (verdict.Decision, verdict.Reason).ShouldBe((Decision.Denied, "insufficient-credits"));
        verdict.Detail.ShouldBe("10 'credits' are available, but 10.000001 are needed; top up.");
    }

    [Fact]
    public void Count_as_available_only_what_is_usable_pays_for_the_meter_has_the_type_and_is_free() =>
        Check(
            Book.With(
                Given.Grant(1, "any"), Given.Grant(2, "calls", meters: "llm.call"), Given.Grant(4, "images", meters: "image"),
                Given.Grant(8, "ended", until: Given.Noon), Given.Grant(16, "premium", type: Given.Premium), Given.Grant(32, "held", priority: 1)).Hold(32),
            cost: 1).Available.ShouldBe(Credits.Of(3));

    [Fact]
    public void Count_as_available_again_what_a_hold_had_that_lapsed_though_it_is_not_booked_yet()
    {
        var book = Book.With(Given.Grant(10)).Hold(7, until: Given.Noon.AddMinutes(1));

        Check(book, cost: 10, at: Given.Noon.AddMinutes(1).AddTicks(-1)).Decision.ShouldBe(Decision.Denied);
        Check(book, cost: 10, at: Given.Noon.AddMinutes(1)).Decision.ShouldBe(Decision.Allowed);
    }

    [Theory]
    [InlineData("0.000001", Decision.Allowed)]
    [InlineData("0", Decision.Denied)]
    public void Ask_without_quantities_whether_anything_is_left_at_all(string left, Decision decision)
    {
        var amount = decimal.Parse(left, System.Globalization.CultureInfo.InvariantCulture);

        Check(amount > 0 ? Book.With(Given.Grant(amount)) : new(), cost: null).Decision.ShouldBe(decision);
    }

    [Fact]
    public void Say_without_quantities_that_nothing_is_left() =>
        Check(new(), cost: null).Detail.ShouldBe("No 'credits' are available; top up.");

    [Fact]
    public void Allow_what_costs_nothing_whatever_is_left_of_credits_and_caps() =>
        Check(Limited(new() { Caps = [Given.Cap(0)] }), cost: 0).Decision.ShouldBe(Decision.Allowed);

    [Fact]
    public void Deny_everything_while_the_account_is_paused()
    {
        var verdict = Check(Limited(new() { Paused = true, PausedMembers = ["ann"], Caps = [Given.Cap(0)] }, Given.Grant(10)), cost: 1, member: "ann");

        (verdict.Decision, verdict.Reason).ShouldBe((Decision.Denied, "paused"));
        verdict.Detail.ShouldBe("Account acme is paused; resume it.");
    }

    [Fact]
    public void Deny_everything_to_a_paused_member_and_nothing_to_others()
    {
        var book = Limited(new() { PausedMembers = ["ann"], Caps = [Given.Cap(5, member: "ann")] }, Given.Grant(10));

        var verdict = Check(book, cost: 6, member: "ann");
        (verdict.Decision, verdict.Reason).ShouldBe((Decision.Denied, "member-paused"));
        verdict.Detail.ShouldBe("Member 'ann' of account acme is paused; resume the member.");
        Check(book, cost: 6, member: "bob").Decision.ShouldBe(Decision.Allowed);
        Check(book, cost: 6, member: null).Decision.ShouldBe(Decision.Allowed);
    }

    [Fact]
    public void Only_warn_of_too_few_credits_where_that_is_the_policy()
    {
        var verdict = Check(Limited(new() { Policy = LimitPolicy.Warn }, Given.Grant(2)), cost: 5);

        (verdict.Decision, verdict.Reason).ShouldBe((Decision.Warn, "insufficient-credits"));
        verdict.Detail.ShouldBe("2 'credits' are available, but 5 are needed; top up soon.");
    }

    [Fact]
    public void Let_an_account_into_overdraft_as_far_as_its_limit_goes()
    {
        // 2 are there, and of 10 more 3 are owed already.
        var book = Limited(new() { Policy = LimitPolicy.Overdraft, OverdraftLimit = Credits.Of(10) }).Debit(3).Grant(Given.Grant(2, meters: "llm.call"));

        var within = Check(book, cost: 9);
        (within.Decision, within.Reason).ShouldBe((Decision.Warn, "overdraft"));
        within.Detail.ShouldBe("2 'credits' are available, but 9 are needed; what is lacking becomes overdraft, within its limit of 10.");

        var beyond = Check(book, cost: 9.000001m);
        (beyond.Decision, beyond.Reason).ShouldBe((Decision.Denied, "overdraft-limit"));
        beyond.Detail.ShouldBe("2 'credits' are available, but 9.000001 are needed, and the overdraft would pass its limit of 10; top up.");
    }

    [Fact]
    public void Deny_what_has_no_price_whatever_is_left_and_say_what_becomes_of_it()
    {
        var verdict = Check(Book.With(Given.Grant(10)), cost: null, noPrice: "There is no rate for meter 'llm.call'; add one.");

        (verdict.Decision, verdict.Reason).ShouldBe((Decision.Denied, "no-price"));
        verdict.Detail.ShouldBe("There is no rate for meter 'llm.call'; add one. Until then such an event becomes a dead letter.");
        Check(Limited(new() { Paused = true }), cost: null, noPrice: "none").Reason.ShouldBe("paused");
    }

    [Fact]
    public void Go_by_the_plans_policy_and_overdraft_limit_where_the_account_says_nothing()
    {
        var plan = new Plan("pro") { Limits = new() { Policy = LimitPolicy.Overdraft, OverdraftLimit = Credits.Of(5) } };

        Check(new(), cost: 5, plan: plan).Reason.ShouldBe("overdraft");
        Check(new(), cost: 5.000001m, plan: plan).Reason.ShouldBe("overdraft-limit");
        Check(Limited(new() { OverdraftLimit = Credits.Of(9) }), cost: 9, plan: plan).Reason.ShouldBe("overdraft");
        Check(Limited(new() { OverdraftLimit = Credits.Zero }), cost: 1, plan: plan).Reason.ShouldBe("overdraft-limit", "zero is said, too");
        Check(Limited(new() { Policy = LimitPolicy.Block }), cost: 1, plan: plan).Reason.ShouldBe("insufficient-credits");
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    public void Go_by_the_tighter_of_the_plans_and_the_accounts_cap(int own, int plans)
    {
        var book = Limited(new() { Caps = [Given.Cap(own)] }, Given.Grant(10));
        var plan = new Plan("pro") { Limits = new() { Caps = [Given.Cap(plans, by: SetBy.Plan)] } };

        Check(book, cost: 3, plan: plan).Decision.ShouldBe(Decision.Allowed);
        Check(book, cost: 3.000001m, plan: plan).Reason.ShouldBe("cap-reached");
    }

    [Fact]
    public void Count_against_the_plans_caps_what_was_booked_under_it()
    {
        var plan = new Plan("pro") { Limits = new() { Caps = [Given.Cap(5, by: SetBy.Plan)] } };
        var book = Book.With(Given.Grant(100)).Commit(Given.Noon, commit => commit.Debit(Given.Event(id: "1"), Given.Charge(4), plan));

        Check(book, cost: 1, plan: plan).Decision.ShouldBe(Decision.Allowed);
        Check(book, cost: 1.000001m, plan: plan).Reason.ShouldBe("cap-reached");
        Replay.Of(Given.Acme, book.Journal).ShouldBe(book.Account, "the entry names the counters, so that no plan is needed");
    }

    [Fact]
    public void Be_no_promise_but_leave_the_account_as_it_is()
    {
        var book = Book.With(Given.Grant(10));
        var before = book.Account;

        Check(book, cost: 10);

        book.Account.ShouldBe(before);
        Check(book, cost: 10).Decision.ShouldBe(Decision.Allowed);
    }

    [Fact]
    public void Allow_just_what_would_be_covered_were_it_booked_now() =>
        Gen.Select(AnyHistory.Books, Gen.Long[0, 30_000_000], Gen.OneOfConst(AnyGrant.Meters)).Sample((book, millionths, meter) =>
        {
            var at = book.Journal.Count == 0 ? Given.Noon : book.Journal[^1].BookedAt;
            var cost = Credits.FromMillionths(millionths);
            var allowed = global::Credits.Checks.Check.Of(Plain(Settled.At(book.Account, book.Plans, at)), plan: null, new(meter, Member: null, CreditType.Default, cost), at).Decision == Decision.Allowed;

            book.Debit(cost.ToDecimal(), at, meter: meter);

            (book.LastDebit().Overdraft == Credits.Zero).ShouldBe(allowed);
        }, iter: 500);

    private static Account Plain(Account account) => account with { Settings = account.Settings with { Limits = LimitSettings.None } };

    private static Book Limited(LimitSettings limits, params Grant[] grants) => Book.With(grants).Commit(Given.Noon, commit => commit.Configure(new() { Limits = limits }));

    private static Verdict Check(Book book, decimal? cost, string? member = null, DateTimeOffset? at = null, Plan? plan = null, string? noPrice = null) =>
        global::Credits.Checks.Check.Of(
            book.Account, plan, new("llm.call", member, CreditType.Default, cost is { } known ? Credits.Of(known) : null, noPrice), at ?? Given.Noon);
}
