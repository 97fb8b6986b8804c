using Credits.Grants;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Plans;

public sealed class Paid_allotment_should
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1);

    private static readonly PaidAllotment Base = new("base", Credits.Of(500));

    [Fact]
    public void Be_granted_under_the_invoices_id_for_the_period_that_was_paid() =>
        Granted(Base with { Priority = 7, CreditType = Given.Premium }, at: April.AddHours(1), cost: new(2_000, "EUR")).ShouldBe(new Grant
        {
            Id = "in_1-base",
            Kind = GrantKind.Allotment,
            CreditType = Given.Premium,
            Amount = Credits.Of(500),
            Remaining = Credits.Of(500),
            EffectiveAt = April.AddHours(1),
            ExpiresAt = May,
            Priority = 7,
            Reference = "Invoice in_1",
            Cost = new(2_000, "EUR"),
        });

    [Fact]
    public void Take_effect_with_the_period_when_that_is_paid_before() => Granted(Base, at: April.AddDays(-3)).EffectiveAt.ShouldBe(April);

    [Fact]
    public void Live_as_long_as_its_lifetime_says()
    {
        Granted(Base with { Lifetime = Lifetime.Of(new(12, TermUnit.Month)) }, at: April).ExpiresAt.ShouldBe(April.AddYears(1));
        Granted(Base with { Lifetime = Lifetime.Never }, at: April).ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public void Never_be_granted_by_time()
    {
        var plan = Given.Plan("pro", Given.Allotment(100)) with { OnPayment = [Base] };

        var book = new Book().OnPlan(plan, April).At(April.AddMonths(3));

        book.Allotted.Count.ShouldBe(4);
        book.Allotted.ShouldAllBe(grant => grant.Allotment!.Allotment == "monthly");
        book.Account.Subscription!.Terms.Allotments.ShouldHaveSingleItem();
    }

    [Fact]
    public void Leave_an_account_that_has_nothing_else_without_anything_due()
    {
        var book = new Book().OnPlan(new Plan("pro") { OnPayment = [Base] }, April).At(April.AddMonths(3));

        book.Allotted.ShouldBeEmpty();
        (book.Account.Subscription, book.Account.NextDueAt).ShouldBe((null, null));
    }

    [Fact]
    public void Name_what_is_wrong_in_its_place_after_the_others() =>
        PlanFaults.Of(Given.Plan("pro", Given.Allotment(100)) with
        {
            OnPayment = [new("", Credits.Of(1)), new("a b", Credits.Zero), new("monthly", Credits.Of(1)), new(new('x', PaidAllotment.MaxIdLength + 1), Credits.Of(1))],
        }).Select(fault => fault.Path).ShouldBe(["allotments[1].id", "allotments[2].id", "allotments[2].amount", "allotments[3].id", "allotments[4].id"]);

    [Fact]
    public void Count_among_the_most_that_a_plan_may_grant() =>
        PlanFaults.Of(new Plan("pro")
        {
            Terms = new() { Allotments = [.. Enumerable.Range(0, PlanTerms.MaxAllotments).Select(i => Given.Allotment(1, $"a{i}"))] },
            OnPayment = [Base],
        }).ShouldHaveSingleItem().Message.ShouldBe("There can be at most 10, not 11.");

    private static Grant Granted(PaidAllotment allotment, DateTimeOffset at, Money? cost = null) => allotment.GrantFor("in_1", new(April, May), at, cost, Calendar.Default);
}
