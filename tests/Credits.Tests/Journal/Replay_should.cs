using System.Reflection;
using Credits.Accounts;
using Credits.Burning;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Subscriptions;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Tests.Journal;

public sealed class Replay_should
{
    private static readonly Gen<Book> Books = AnyHistory.Books.Where(book => book.Journal.Count > 0);

    [Fact]
    public void Rebuild_the_account_bit_for_bit() =>
        AnyHistory.Books.Sample(book =>
        {
            var rebuilt = Replay.Of(Given.Acme, book.Journal);

            rebuilt.ShouldBe(book.Account);
            rebuilt.Head.ShouldBe(book.Account.Head);
        }, iter: 1_000);

    [Fact]
    public void Find_any_altered_field_of_any_entry() =>
        Gen.Select(Books, Gen.Int[0, 1_000]).Sample((book, n) =>
        {
            var place = n % book.Journal.Count;
            foreach (var (field, altered) in Alterations.Of(book.Journal[place]))
                ShouldNotReplay([.. book.Journal.Take(place), altered, .. book.Journal.Skip(place + 1)], field);
        }, iter: 500);

    [Fact]
    public void Have_been_tried_with_an_alteration_of_every_field_there_is()
    {
        var everyMovement = new Book()
            .Commit(Given.Noon, commit => commit.Configure(new() { Name = "Acme", Limits = new() { Caps = [Given.Cap(100)] } }))
            .Debit(3)
            .Grant(Given.Grant(10, "short", until: Given.Noon.AddHours(1)))
            .Commit(Given.Noon, commit => commit.Debit(Given.Event(id: "2"), Given.Charge(1) with { Counted = [new("calls", Given.Noon, Quantity.One)], Cost = new(1, "USD") }))
            .ReverseLastDebit()
            .Grant(Given.Grant(10, "long") with { Cost = new(9_900, "EUR") })
            .Hold(2)
            .Commit(Given.Noon, commit => commit.Release("hold"))
            .Commit(Given.Noon, commit => commit.Deduct("correction-1", CreditType.Default, Credits.Of(1), "granted too much"))
            .Commit(Given.Noon.AddHours(2), commit => commit.Void("long", "by mistake"))
            .OnPlan(RollingOver, Given.Noon.AddHours(3))
            .OnPlan(Lasting, Given.Noon.AddMonths(2))
            .Commit(Given.Noon.AddMonths(2), commit => commit.Configure(commit.Account.Settings with
            {
                Scheduled = [new(Given.Noon.AddYears(1)) { Plan = new("pro"), Pin = new(new RateCardPin(1, Until: null)), Caps = [] }],
                Thresholds = [Given.Threshold(100_000)],
                TopUp = Given.TopUp(),
                Former = new("rolling-over", Pin: null, RateCard: null, Given.Noon.AddMonths(2)),
            }));
        everyMovement.Journal.Select(entry => entry.Movement.GetType()).Distinct().Count().ShouldBe(typeof(Movement).GetNestedTypes().Length);

        var altered = everyMovement.Journal.SelectMany(Alterations.Of).Select(alteration => alteration.Field).Distinct();

        Type[] sealedTypes = [
            typeof(Entry), .. typeof(Movement).GetNestedTypes(),
            typeof(AccountSettings), typeof(Threshold), typeof(Crossing), typeof(TopUp), typeof(TopUpTerms), typeof(Consent), typeof(LimitSettings), typeof(Cap), typeof(CapScope), typeof(Grant), typeof(Money), typeof(Hold), typeof(Portion),
            typeof(UsageEvent), typeof(EventIdentity), typeof(Charge), typeof(ProviderCost), typeof(Counted), typeof(CapUse),
            typeof(ScheduledChange), typeof(PlanChange), typeof(PinChange), typeof(RateCardPin), typeof(FormerPrices),
            typeof(Subscription), typeof(PlanTurn), typeof(GrantedThrough), typeof(PlanTerms), typeof(Trial), typeof(Allotment), typeof(Cycle), typeof(Term),
            typeof(Lifetime), typeof(RolloverPolicy), typeof(AllotmentPeriod), typeof(Rollover),
        ];
        var fields = sealedTypes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => $"{type.Name}.{property.Name}"));

        altered.Order().ShouldBe(fields.Order());
    }

    private static Plan RollingOver { get; } = new("rolling-over")
    {
        Terms = new() { Trial = new(60, Then: null), Allotments = [Given.Allotment(10) with { Rollover = new(50, Credits.Of(1), Credits.Of(9), Periods: 1) }] },
    };

    private static Plan Lasting { get; } = Given.Plan("lasting", Given.Allotment(10) with { Lifetime = Lifetime.Of(new(1, TermUnit.Year)) });

    [Fact]
    public void Find_a_dropped_entry() =>
        Gen.Select(Books, Gen.Int[0, 1_000]).Where((book, _) => book.Journal.Count > 1).Sample((book, n) =>
        {
            var place = n % (book.Journal.Count - 1); // all but the last, which leaves no gap
            ShouldNotReplay([.. book.Journal.Take(place), .. book.Journal.Skip(place + 1)]);
        });

    [Fact]
    public void Find_a_duplicated_entry() =>
        Gen.Select(Books, Gen.Int[0, 1_000]).Sample((book, n) =>
        {
            var place = n % book.Journal.Count;
            ShouldNotReplay([.. book.Journal.Take(place + 1), .. book.Journal.Skip(place)]);
        });

    [Fact]
    public void Find_two_swapped_entries() =>
        Gen.Select(Books, Gen.Int[0, 1_000]).Where((book, _) => book.Journal.Count > 1).Sample((book, n) =>
        {
            var place = n % (book.Journal.Count - 1);
            ShouldNotReplay([.. book.Journal.Take(place), book.Journal[place + 1], book.Journal[place], .. book.Journal.Skip(place + 2)]);
        });

    [Fact]
    public void Show_a_journal_that_was_cut_short_by_another_head() =>
        Books.Sample(book => Replay.Of(Given.Acme, book.Journal.SkipLast(1)).Head.ShouldNotBe(book.Account.Head));

    [Fact]
    public void Refuse_the_journal_of_another_account()
    {
        var journal = Book.With(Given.Grant(100)).Journal;

        Should.Throw<InvalidOperationException>(() => Replay.Of(AccountId.Parse("mallory"), journal)).Message.ShouldContain("was altered");
    }

    [Fact]
    public void Refuse_sealed_entries_that_lose_credits()
    {
        using var chain = new HashChain();
        var granted = Book.With(Given.Grant(100)).Journal[0];
        var short_ = chain.Seal(granted.Hash, 2, Given.Noon, new Movement.Debited(Given.Event(), Given.Charge(5), [new("grant", Credits.Of(4))], Credits.Zero));

        Should.Throw<InvalidOperationException>(() => Replay.Of(Given.Acme, [granted, short_])).Message.ShouldContain("does not conserve");
    }

    [Fact]
    public void Go_on_entry_by_entry_to_show_the_account_as_it_was()
    {
        var book = Book.With(Given.Grant(100)).Debit(30, id: "1").Debit(20, id: "2");
        using var replay = new Replay(Given.Acme);

        var balances = book.Journal.Select(entry =>
        {
            replay.Add(entry);
            return replay.Account.BalanceOf(CreditType.Default);
        });

        balances.ShouldBe([Credits.Of(100), Credits.Of(70), Credits.Of(50)]);
    }

    private static void ShouldNotReplay(IReadOnlyList<Entry> journal, string because = "") =>
        Should.Throw<InvalidOperationException>(() => Replay.Of(Given.Acme, journal), because);
}
