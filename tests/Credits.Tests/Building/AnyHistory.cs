using Credits.Booking;
using Credits.Grants;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Tests.Building;

/// <summary>Generates whole lives of an account: grants of all terms, events on time and late, voids, settings, and commits that end anywhere.</summary>
internal static class AnyHistory
{
    private static readonly Gen<Step> AnyStep = Gen.Frequency<Step>(
        (3, AnyGrant.Of(ids: 2).Select(Step (grant) => new Step.Give(grant))),
        (6, Gen.Select(
            Gen.OneOfConst(AnyGrant.Meters),
            Gen.OneOfConst(CreditType.Default, CreditType.Default, Given.Premium),
            Gen.OneOf(Gen.Long[0, 2_000_000], Gen.Long[0, 30_000_000]),
            Gen.OneOfConst(0, 0, 1, 9, 61, 125),
            Step (meter, type, millionths, minutes) => new Step.Use(meter, type, Credits.FromMillionths(millionths), TimeSpan.FromMinutes(minutes)))),
        (1, Gen.Int[0, 5].Select(Step (nth) => new Step.TakeBack(nth))),
        (1, Gen.Select(Gen.Bool, Gen.OneOfConst("Acme", null), Gen.OneOfConst(1, 31), Step (repays, name, day) => new Step.Decide(new() { RepaysOverdraft = repays, Name = name, BillingDay = day }))),
        (3, Gen.OneOfConst(0, 1, 20, 55, 70).Select(Step (minutes) => new Step.Wait(TimeSpan.FromMinutes(minutes)))));

    public static Gen<Step[]> Steps { get; } = AnyStep.Array[0, 50];

    public static Gen<Book> Books { get; } = Steps.Select(Of);

    /// <summary>The book after these steps.</summary>
    public static Book Of(IReadOnlyList<Step> steps)
    {
        var book = new Book();
        var now = Given.Noon;
        var next = 0;
        while (next < steps.Count)
        {
            book.Commit(now, commit =>
            {
                for (; next < steps.Count && steps[next] is not Step.Wait; next++) Take(commit, steps[next], next, now);
            });
            if (next < steps.Count) now += ((Step.Wait)steps[next++]).Time;
        }

        return book;
    }

    private static void Take(PendingCommit commit, Step step, int number, DateTimeOffset now)
    {
        switch (step)
        {
            case Step.Give(var grant):
                commit.Grant(grant with { Id = $"g{number}" }).ShouldBeNull();
                break;
            case Step.Use(var meter, var type, var amount, var ago):
                commit.Debit(Given.Event(meter: meter, at: now - ago, id: $"e{number}"), Charge(amount, type, now - ago, number)).ShouldBeNull();
                break;
            case Step.TakeBack(var nth) when commit.Account.OpenGrants is { IsEmpty: false } open:
                commit.Void(open[nth % open.Length].Id, "by mistake").ShouldBeGreaterThan(Credits.Zero);
                break;
            case Step.Decide(var settings):
                commit.Configure(settings);
                break;
        }
    }

    // Every third counts something, every fifth cost the provider something.
    private static Charge Charge(Credits amount, CreditType type, DateTimeOffset at, int number) => Given.Charge(amount.ToDecimal(), type) with
    {
        Counted = number % 3 == 0 ? [new($"counter {number % 2}", BillingPeriod.Containing(at, day: 1).Start, Given.Units(number))] : [],
        Cost = number % 5 == 0 ? new(number, "USD") : null,
    };
}
