using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Usage;
using Credits.Grants;
using Credits.Journal;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

/// <summary>However many instances book to one account at once, each event debits once.</summary>
[Collection(RunningStorage.Collection)]
public sealed class ConcurrentBookingTests(RunningStorage storage, RunningAccounts accounts)
{
    private const int Bookers = 32;

    [Fact]
    public async Task Overlapping_events_from_many_bookers_of_two_instances_debit_once_each()
    {
        Instance[] apps = [new(storage, accounts), new(storage, accounts)];
        var id = await apps[0].Open();
        var start = new TaskCompletionSource();

        // Booker i sends 40 events from 20 i on: every event but those at the ends comes twice, and to both instances.
        var booking = Enumerable.Range(0, Bookers).Select(async i =>
        {
            await start.Task;
            return await UntilBooked(apps[i % 2], Given.Events(id, i * 20, 40));
        }).ToList();
        start.SetResult();
        var bookings = await Task.WhenAll(booking);

        const int distinct = (Bookers + 1) * 20;
        bookings.Sum(each => each.Booked).ShouldBeLessThanOrEqualTo(distinct); // what an attempt booked before it gave up is a duplicate to the next
        bookings.Sum(each => each.Booked + each.Duplicates).ShouldBe(Bookers * 40);
        (await apps[0].Ledger.Load(id)).Account.BalanceOf(CreditType.Default).ShouldBe(Credits.Of(10_000 - distinct));
        (await apps[0].Ledger.Entries(id)).Select(entry => entry.Movement).OfType<Movement.Debited>().Select(debited => debited.Event.Identity.Id)
            .ShouldBe(Given.Events(id, 0, distinct).Select(usage => usage.Identity.Id), ignoreOrder: true);
        (await apps[0].Ledger.Verify(id)).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_who_open_an_account_at_once_open_one()
    {
        var apps = Enumerable.Range(0, 8).Select(_ => new Instance(storage, accounts, UnknownAccounts.Open)).ToArray();
        await apps[0].RateCards.TryPublish(new(Given.Card(global::Credits.Accounts.AccountSettings.DefaultRateCard), Given.Noon), CancellationToken.None);
        var id = Given.NewAccount();

        await Task.WhenAll(apps.Select((app, i) => UntilBooked(app, [Given.Event(id, "shared"), Given.Event(id, $"own-{i}")])));

        (await apps[0].Ledger.Entries(id)).Count(entry => entry.Movement is Movement.Configured).ShouldBe(1);
        (await apps[0].Ledger.Load(id)).Account.TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Of(9));
    }

    // As the trigger does: a batch that was given up comes again.
    private static async Task<AccountBookings> UntilBooked(Instance app, UsageEvent[] events)
    {
        while (true)
        {
            try
            {
                return await app.Book(events);
            }
            catch (ConflictsException)
            {
                // Others were faster eleven times.
            }
        }
    }
}
