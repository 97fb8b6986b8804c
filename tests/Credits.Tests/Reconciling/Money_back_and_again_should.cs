using Credits.Grants;
using Credits.Packs;
using Credits.Reconciling;

namespace Credits.Tests.Reconciling;

/// <summary>Whatever is burned and voided of a pack while its money goes back and comes again.</summary>
public sealed class Money_back_and_again_should
{
    private const long Price = 1_000;
    private const string Payment = "pi_1";
    private static readonly Offer Hundred = new("hundred", 1, new(Price, "EUR"), Credits.Of(100));
    private static readonly Gen<(Deed Deed, int Thousandths)[]> Any = Gen.Select(Gen.Enum<Deed>(), Gen.Int[0, 1_000]).Array[1, 20];

    [Fact]
    public void Leave_nobody_owing_more_than_was_burned_of_the_unpaid_share() => Any.Sample(deeds => new Bought().Live(deeds, bought =>
        bought.Book.Totals.Overdraft.Millionths.ShouldBeLessThanOrEqualTo(Math.Max(0, (bought.Book.Totals.Burned - bought.Paid).Millionths))));

    [Fact]
    public void Leave_nobody_with_more_than_is_paid() => Any.Sample(deeds => new Bought().Live(deeds, bought =>
        (bought.Book.Balance + bought.Book.Totals.Burned - bought.Book.Totals.Overdraft).ShouldBeLessThanOrEqualTo(bought.Paid)));

    [Fact]
    public void Restore_no_more_than_the_share_of_the_money_that_came_nor_than_was_taken() => Any.Sample(deeds =>
    {
        var (taken, paid) = (Credits.Zero, Credits.Of(100));
        new Bought().Live(deeds, bought =>
        {
            bought.Taken.ShouldBeGreaterThanOrEqualTo(Credits.Zero);
            (taken - bought.Taken).Millionths.ShouldBeLessThanOrEqualTo(Math.Max(0, (bought.Paid - paid).Millionths));
            (taken, paid) = (bought.Taken, bought.Paid);
        });
    });

    [Fact]
    public void Leave_all_as_it_was_when_more_goes_back_and_comes_again_at_once() => Gen.Select(Any, Gen.Long[0, Price]).Sample((deeds, more) =>
    {
        var bought = new Bought().Live(deeds, _ => { });
        var (back, before) = (bought.Back, (bought.Taken, bought.Book.Balance, bought.Book.Totals.Overdraft));

        bought.Bring(Math.Max(back, more));
        bought.Bring(back);

        (bought.Taken, bought.Book.Balance, bought.Book.Totals.Overdraft).ShouldBe(before);
    });

    private enum Deed
    {
        Burn,
        Void,
        Money,
    }

    // A pack of 100 credits, and what the books say of it.
    private sealed class Bought
    {
        private readonly List<string> _parts = [Payment];
        private PaidGrant _grant = new(Hundred.Credits, Hundred.Price, Expired: Credits.Zero, Voided: Credits.Zero, Takings: []);
        private int _moves;

        public Book Book { get; } = Book.With(Given.Grant(100, Payment));

        public long Back { get; private set; }

        public Credits Taken => _grant.Taken;

        public Credits Paid => Hundred.Credits - Hundred.ShareOf(Hundred.Credits, Back);

        public Bought Live(IEnumerable<(Deed Deed, int Thousandths)> deeds, Action<Bought> holds)
        {
            foreach (var (deed, thousandths) in deeds)
            {
                Do(deed, thousandths);
                Book.Account.AssertConserved();
                holds(this);
            }

            return this;
        }

        // Money goes back or comes again, until so much is gone.
        public void Bring(long back)
        {
            Back = back;
            var (taken, due, id) = (_grant.Taken, _grant.TakenFor(Hundred, back), $"{Payment}-{++_moves}");
            if (taken < due)
            {
                Book.Commit(Given.Noon, commit => commit.TakeBack(id, CreditType.Default, due - taken, _parts, "went back").ShouldBeNull());
                _grant = _grant with { Takings = _grant.Takings.Add(new(due - taken, _grant.Voided)) };
            }

            if (taken > due)
            {
                Book.Grant(Given.Grant((taken - due).Millionths / 1_000_000m, id));
                _parts.Add(id);
                _grant = _grant with { Takings = Taking.LessRestored(_grant.Takings, taken - due) };
            }
        }

        private void Do(Deed deed, int thousandths)
        {
            switch (deed)
            {
                case Deed.Burn:
                    Book.Debit(Math.Floor(Book.Balance.Millionths * thousandths / 1_000m) / 1_000_000m);
                    break;
                case Deed.Void:
                    Book.Commit(Given.Noon, commit => _grant = _grant with { Voided = _grant.Voided + commit.Void(_parts[thousandths % _parts.Count], "by hand") });
                    break;
                case Deed.Money:
                    Bring(Price * thousandths / 1_000);
                    break;
            }
        }
    }
}
