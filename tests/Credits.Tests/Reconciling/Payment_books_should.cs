using System.Collections.Immutable;
using Credits.Packs;
using Credits.Reconciling;

namespace Credits.Tests.Reconciling;

public sealed class Payment_books_should
{
    private const long Price = 3_000;
    private static readonly Offer Ten = new("ten", 1, new(Price, "EUR"), Credits.Of(10)) { Bonus = Credits.Of(1) };

    // Ten credits for 30.00 EUR, paid and granted.
    private static readonly PaymentBooks Good = new("pi_1", "acme", "p1")
    {
        Received = Ten.Price,
        Offer = Ten,
        PaidBy = "pi_1",
        SaysPaid = true,
        Bought = new(Credits.Of(10), Ten.Price, Credits.Zero, Credits.Zero, []),
        Bonus = new(Credits.Of(1), Cost: null, Credits.Zero, Credits.Zero, []),
    };

    [Fact]
    public void Agree_when_what_was_paid_is_granted() => Good.Differences().ShouldBeEmpty();

    [Fact]
    public void Agree_when_neither_anything_was_paid_nor_granted() => (Good with { Received = null, PaidBy = null, SaysPaid = false, Bought = null, Bonus = null }).Differences().ShouldBeEmpty();

    [Fact]
    public void Say_that_what_was_paid_is_not_granted() =>
        (Good with { Bought = null, Bonus = null, SaysPaid = false }).Differences()
            .ShouldBe([new(DifferenceKind.PaidNotGranted, "pi_1", "acme", "p1", "3000 EUR were received, but nothing is granted.")]);

    [Fact]
    public void Say_why_it_is_parked() =>
        (Good with { Bought = null, Bonus = null, Parked = "too-many-open-grants: 90" }).Differences().ShouldBe([new(DifferenceKind.Parked, "pi_1", "acme", "p1", "too-many-open-grants: 90")]);

    [Fact]
    public void Say_that_another_payment_had_paid() => KindsOf(Good with { PaidBy = "pi_0", Bought = null, Bonus = null, Parked = "paid-before: pi_0" }).ShouldBe([DifferenceKind.PaidTwice]);

    [Fact]
    public void Say_that_something_was_granted_though_nothing_was_paid()
    {
        KindsOf(Good with { Received = null }).ShouldBe([DifferenceKind.GrantedNotPaid]);
        KindsOf(Good with { Received = null, Bought = null, Bonus = null }).ShouldBe([DifferenceKind.GrantedNotPaid]);
    }

    [Fact]
    public void Say_that_amounts_differ()
    {
        KindsOf(Good with { Received = new(2_999, "EUR") }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Received = new(Price, "USD") }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Bought = Good.Bought! with { Amount = Credits.Of(9) } }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Bought = Good.Bought! with { Cost = null } }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Bonus = null }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Offer = null }).ShouldBe([DifferenceKind.AmountDiffers]);
        KindsOf(Good with { Received = new(1, "EUR"), Bought = null, Bonus = null, PaidBy = null }).ShouldBe([DifferenceKind.AmountDiffers]);
    }

    [Fact]
    public void Agree_when_the_share_of_the_money_that_went_back_was_taken_and_no_other() => Gen.Long[1, Price].Sample(back =>
    {
        var (bought, bonus) = (Ten.ShareOf(Credits.Of(10), back), Ten.ShareOf(Credits.Of(1), back));
        var books = Good with { Back = back, BackBooked = back, Bought = Good.Bought! with { Takings = Taken(bought) }, Bonus = Good.Bonus! with { Takings = Taken(bonus) } };

        books.Differences().ShouldBeEmpty();
        books.Sum()!.Agrees.ShouldBeTrue();
        KindsOf(books with { BackBooked = back - 1 }).ShouldBe([DifferenceKind.TakenBackDiffers]);
        KindsOf(books with { Bought = books.Bought! with { Takings = Taken(bought - Credits.FromMillionths(1)) } }).ShouldBe([DifferenceKind.TakenBackDiffers]);
        KindsOf(books with { Bonus = books.Bonus! with { Takings = Taken(bonus + Credits.FromMillionths(1)) } }).ShouldBe([DifferenceKind.TakenBackDiffers]);
    });

    [Fact]
    public void Miss_nothing_that_expired_before_the_money_went_back()
    {
        var expired = Good with { Back = Price, BackBooked = Price, Bonus = Good.Bonus! with { Expired = Credits.Of(1) } };

        (expired with { Bought = Good.Bought! with { Expired = Credits.Of(4), Takings = Taken(Credits.Of(6)) } }).Differences().ShouldBeEmpty();
        (expired with { Bought = Good.Bought! with { Expired = Credits.Of(4), Takings = Taken(Credits.Of(10)) } }).Differences().ShouldBeEmpty("all was taken before the rest expired");
        KindsOf(expired with { Bought = Good.Bought! with { Expired = Credits.Of(4), Takings = Taken(Credits.Of(5.999999m)) } }).ShouldBe([DifferenceKind.TakenBackDiffers]);
    }

    [Fact]
    public void Miss_nothing_that_was_voided()
    {
        var voided = Good with { Back = Price, BackBooked = Price, Bonus = Good.Bonus! with { Voided = Credits.Of(1) } };

        (voided with { Bought = Good.Bought! with { Voided = Credits.Of(4), Takings = Taken(Credits.Of(6)) } }).Differences().ShouldBeEmpty();
        (voided with { Bought = Good.Bought! with { Takings = Taken(Credits.Of(10)) } }).Differences().ShouldBeEmpty("all was taken, so nothing was left to void");
        KindsOf(voided with { Bought = Good.Bought! with { Voided = Credits.Of(4), Takings = Taken(Credits.Of(5.999999m)) } }).ShouldBe([DifferenceKind.TakenBackDiffers]);
    }

    [Fact]
    public void Count_no_more_back_than_came()
    {
        var books = Good with { Back = 2 * Price, BackBooked = Price, Bought = Good.Bought! with { Takings = Taken(Credits.Of(10)) }, Bonus = Good.Bonus! with { Takings = Taken(Credits.Of(1)) } };

        books.Differences().ShouldBeEmpty();
        books.Sum().ShouldBe(new("EUR", Price, Price, Price, Price));
    }

    [Fact]
    public void Sum_up_by_currency_what_was_paid_and_what_was_granted()
    {
        var dollars = Good with { Received = new(500, "USD"), Bought = null };

        var sums = MoneySum.Of([Good, Good with { Back = 1_000, BackBooked = 1_000 }, dollars, Good with { Received = null, Bought = null }]);

        sums.ShouldBe([new("EUR", 6_000, 1_000, 6_000, 1_000), new("USD", 500, 0, 0, 0)]);
        sums.Select(sum => sum.Agrees).ShouldBe([true, false]);
    }

    private static ImmutableArray<Taking> Taken(Credits amount) => [new(amount, VoidedBefore: Credits.Zero)];

    private static IEnumerable<DifferenceKind> KindsOf(PaymentBooks books) => books.Differences().Select(difference => difference.Kind);
}
