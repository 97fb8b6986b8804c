using Credits.Journal;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Booking;

public sealed class Counters_should
{
    // Free up to 10 calls a month, then a credit each.
    private static readonly Tariff TenFree = new(Given.Card(Given.Rate("api", new Component("calls", Credits.Of(1)) { Included = Given.Units(10) })));

    [Fact]
    public void Go_on_from_event_to_event_and_from_commit_to_commit()
    {
        var book = Book.With(Given.Grant(100));

        Use(book, Given.Noon, 6, 6);
        Use(book, Given.Noon.AddDays(1), 3);

        book.Totals.Burned.ShouldBe(Credits.Of(2 + 3));
        book.Account.Counters.All.ShouldBe([new("api.calls", PeriodOf(Given.Noon), Given.Units(15))]);
    }

    [Fact]
    public void Begin_anew_in_the_next_period()
    {
        var book = Book.With(Given.Grant(100));

        Use(book, Given.Noon, 12);
        Use(book, Given.Noon.AddMonths(1), 12);

        book.Totals.Burned.ShouldBe(Credits.Of(2 + 2));
    }

    [Fact]
    public void Count_a_late_event_in_the_period_in_which_it_happened()
    {
        var book = Book.With(Given.Grant(100));
        Use(book, Given.Noon, 8);
        Use(book, Given.Noon.AddMonths(1), 8);

        Use(book, Given.Noon.AddDays(3), bookedAt: Given.Noon.AddMonths(1).AddDays(1), 5);

        book.Totals.Burned.ShouldBe(Credits.Of(3));
    }

    [Fact]
    public void Be_let_go_once_no_event_can_be_so_late()
    {
        var book = Book.With(Given.Grant(100));
        Use(book, Given.Noon, 8);

        Use(book, Given.Noon.AddDays(120), 8);

        book.Account.Counters.All.ShouldHaveSingleItem().PeriodStart.ShouldBe(PeriodOf(Given.Noon.AddDays(120)));
    }

    [Fact]
    public void Be_rebuilt_by_replay()
    {
        var book = Book.With(Given.Grant(100));
        Use(book, Given.Noon, 6, 6);
        Use(book, Given.Noon.AddMonths(1), 7);

        Replay.Of(Given.Acme, book.Journal).ShouldBe(book.Account);
    }

    private static void Use(Book book, DateTimeOffset at, params int[] calls) => Use(book, at, bookedAt: at, calls);

    private static void Use(Book book, DateTimeOffset at, DateTimeOffset bookedAt, params int[] calls) => book.Commit(bookedAt, commit =>
    {
        foreach (var count in calls)
        {
            var usage = Given.Event($$"""{"calls":{{count}}}""", "api", at, id: $"{book.Journal.Count}-{commit.Entries.Count}");
            Pricing.TryPrice(usage, TenFree, commit.Counters, out var charge, out var refusal).ShouldBeTrue(refusal?.Detail);
            commit.Debit(usage, charge.ShouldNotBeNull()).ShouldBeNull();
        }
    });

    private static DateTimeOffset PeriodOf(DateTimeOffset time) => Calendar.Default.PeriodContaining(time).Start;
}
