using Credits.Accounts;
using Credits.Events;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Usage;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

[Collection(RunningStorage.Collection)]
public sealed class UsageBookerTests(RunningStorage storage, RunningAccounts accounts)
{
    private readonly Instance _app = new(storage, accounts);

    [Fact]
    public async Task Events_are_debited_in_their_order()
    {
        var id = await _app.Open(granted: 10);

        var bookings = await _app.Book(Given.Events(id, 0, 3));

        (bookings.Booked, bookings.Duplicates, bookings.Refused.Count).ShouldBe((3, 0, 0));
        (await Debited(id)).ShouldBe(["e0", "e1", "e2"]);
        (await Balance(id)).ShouldBe(Credits.Of(7));
    }

    [Fact]
    public async Task More_events_than_a_commit_holds_take_several()
    {
        var id = await _app.Open();

        (await _app.Book(Given.Events(id, 0, 2_500))).Booked.ShouldBe(2_500);

        (await _app.Ledger.Documents(id)).Keys.Count(document => document.StartsWith("j:", StringComparison.Ordinal)).ShouldBe(2 + 3);
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(7_500));
    }

    [Fact]
    public async Task An_event_from_before_a_scheduled_change_costs_what_it_did_then()
    {
        var (cheap, dear) = (await Plan(credits: 1), await Plan(credits: 2));
        var id = await _app.Open(granted: 10);
        var change = new ScheduledChange(Given.Noon.AddSeconds(-2)) { Plan = new(dear) };
        await Change(id, settings => (settings with { RateCard = null, Plan = cheap }).With(change));

        var bookings = await _app.Book(Given.Event(id, "before", at: change.At.AddTicks(-1)), Given.Event(id, "after", at: change.At));

        bookings.Booked.ShouldBe(2);
        (await Cost(id, "before"), await Cost(id, "after")).ShouldBe((Credits.Of(1), Credits.Of(2)));
        await ShouldBeVerified(id);
    }

    [Fact]
    public async Task An_event_from_before_a_scheduled_pin_costs_what_it_did_then()
    {
        var id = await _app.Open(granted: 10);
        var card = (await _app.Ledger.Load(id)).Account.Settings.RateCard!;
        (await _app.RateCards.TryPublish(new(Given.Card(card, credits: 2, number: 2, from: Given.Noon.AddDays(-1)), Given.Noon), CancellationToken.None)).ShouldBeTrue();
        var change = new ScheduledChange(Given.Noon.AddSeconds(-2)) { Pin = new(new RateCardPin(2, Until: null)) };
        await Change(id, settings => (settings with { Pin = new(1, Until: null) }).With(change));

        await _app.Book(Given.Event(id, "before", at: change.At.AddTicks(-1)), Given.Event(id, "after", at: change.At));

        (await Cost(id, "before"), await Cost(id, "after")).ShouldBe((Credits.Of(1), Credits.Of(2)));
    }

    [Fact]
    public async Task An_event_that_is_there_twice_debits_once()
    {
        var id = await _app.Open();
        var usage = Given.Event(id);

        var bookings = await _app.Book(usage, Given.Event(id, "other"), usage);

        (bookings.Booked, bookings.Duplicates).ShouldBe((2, 1));
        (await Debited(id)).ShouldBe(["event", "other"]);
    }

    [Fact]
    public async Task An_event_that_comes_again_debits_once()
    {
        var id = await _app.Open();
        await _app.Book(Given.Events(id, 0, 1_500));

        var again = await _app.Book(Given.Events(id, 0, 1_501));

        (again.Booked, again.Duplicates).ShouldBe((1, 1_500));
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(10_000 - 1_501));
    }

    [Fact]
    public async Task An_event_that_was_booked_before_releases_the_hold_that_it_names()
    {
        var id = await _app.Open(granted: 10);
        await _app.Book(Given.Event(id));
        await Hold(id, "h"); // by another instance: this one has the account in memory

        var again = await _app.Book(Given.Event(id) with { Hold = "h" });

        (again.Booked, again.Duplicates).ShouldBe((0, 1));
        (await _app.Ledger.Store.FindClosedHold(id, "h", CancellationToken.None)).ShouldNotBeNull().End.ShouldBe(HoldEnd.Released);
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(9));
    }

    [Fact]
    public async Task An_event_that_is_there_twice_releases_the_hold_that_the_second_names()
    {
        var id = await _app.Open(granted: 10);
        await Hold(id, "h");

        (await _app.Book(Given.Event(id), Given.Event(id) with { Hold = "h" })).Booked.ShouldBe(1);

        (await _app.Ledger.Load(id)).Account.Holds.ShouldBeEmpty();
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(9));
    }

    [Fact]
    public async Task An_event_that_was_booked_with_other_content_leaves_the_hold_that_it_names()
    {
        var id = await _app.Open(granted: 10);
        await _app.Book(Given.Event(id, data: """{"n":1}"""));
        await Hold(id, "h");

        (await _app.Book(Given.Event(id, data: """{"n":2}""") with { Hold = "h" })).Refused.ShouldHaveSingleItem();

        (await _app.Ledger.Load(id)).Account.Holds.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_event_that_comes_again_to_another_instance_debits_once()
    {
        var id = await _app.Open();
        await _app.Book(Given.Events(id, 0, 1_500));

        var again = await new Instance(storage, accounts).Book(Given.Events(id, 0, 1_501));

        (again.Booked, again.Duplicates).ShouldBe((1, 1_500));
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(10_000 - 1_501));
    }

    [Fact]
    public async Task An_instance_whose_memory_is_stale_debits_no_event_again()
    {
        var id = await _app.Open();
        var other = new Instance(storage, accounts);
        await _app.Book(Given.Events(id, 0, 10));
        await other.Book(Given.Events(id, 0, 700));

        var bookings = await _app.Book(Given.Events(id, 0, 701));

        (bookings.Booked, bookings.Duplicates).ShouldBe((1, 700));
        (await ShouldBeVerified(id)).ShouldBe(Credits.Of(10_000 - 701));
    }

    [Fact]
    public async Task An_identity_with_other_content_is_a_conflict_within_a_batch_and_after_it()
    {
        var id = await _app.Open();
        var (booked, other) = (Given.Event(id, "e", """{"n":1}"""), Given.Event(id, "e", """{"n":2}"""));

        var within = await _app.Book(booked, other);
        var after = await _app.Book(other, Given.Event(id, "next"));

        foreach (var (place, refusal) in (List<(int, Refusal)>)[within.Refused.ShouldHaveSingleItem(), after.Refused.ShouldHaveSingleItem()])
        {
            refusal.Code.ShouldBe(RefusalCodes.Conflict);
            refusal.Detail.ShouldBe(
                "Event 'e' of source '/app' was booked before with other content (then meter 'llm.call' at 2026-03-01T12:00:00.0000000+00:00 with {\"n\":1}; " +
                "now 'llm.call' at 2026-03-01T12:00:00.0000000+00:00 with {\"n\":2}). It was not debited again; give a new event a new id.");
        }

        (within.Refused[0].Event, after.Refused[0].Event, after.Booked).ShouldBe((1, 0, 1));
        (await Debited(id)).ShouldBe(["e", "next"]);
    }

    [Fact]
    public async Task The_same_id_of_another_source_is_another_event()
    {
        var id = await _app.Open();

        (await _app.Book(Given.Event(id, "e"), Given.Event(id, "e", source: "/other"))).Booked.ShouldBe(2);
    }

    [Fact]
    public async Task What_can_not_be_priced_keeps_no_other_event_back()
    {
        var id = await _app.Open();

        var bookings = await _app.Book(Given.Event(id, "e0"), Given.Event(id, "e1", meter: "unheard-of"), Given.Event(id, "e2"), Given.Event(id, "e3", at: Given.Noon.AddYears(-2)));

        bookings.Refused.Select(refused => (refused.Event, refused.Refusal.Code)).ShouldBe([(1, RefusalCodes.UnknownMeter), (3, RefusalCodes.NoRateCard)]);
        (await Debited(id)).ShouldBe(["e0", "e2"]);
    }

    [Fact]
    public async Task An_event_that_was_refused_is_booked_once_its_meter_is_priced()
    {
        var id = await _app.Open(rateCard: await _app.Price(meter: "image"));
        (await _app.Book(Given.Event(id))).Refused.ShouldHaveSingleItem().Refusal.Code.ShouldBe(RefusalCodes.UnknownMeter);

        await new Instance(storage, accounts).Configure(id, await _app.Price());

        (await _app.Book(Given.Event(id))).Booked.ShouldBe(1, "the account is priced by another card now, whatever the instance remembers");
    }

    [Fact]
    public async Task Events_of_an_unknown_account_are_refused_and_open_none()
    {
        var id = Given.NewAccount();

        var bookings = await _app.Book(Given.Events(id, 0, 2));

        bookings.Refused.Select(refused => (refused.Event, refused.Refusal.Code)).ShouldBe([(0, RefusalCodes.UnknownAccount), (1, RefusalCodes.UnknownAccount)]);
        bookings.Refused[0].Refusal.Detail.ShouldBe($"No account has the id '{id}'; open it with PUT /accounts/{id} and replay this event.");
        (await _app.Ledger.Documents(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_was_unknown_a_moment_ago_is_found_once_it_is_open()
    {
        var id = Given.NewAccount();
        await _app.Book(Given.Event(id));

        await _app.Configure(id, await _app.Price());

        (await _app.Book(Given.Event(id))).Booked.ShouldBe(1);
    }

    [Fact]
    public async Task Where_unknown_accounts_are_opened_their_events_become_overdraft()
    {
        await _app.RateCards.TryPublish(new(Given.Card(AccountSettings.DefaultRateCard), Given.Noon), CancellationToken.None);
        var id = Given.NewAccount();

        (await new Instance(storage, accounts, UnknownAccounts.Open).Book(Given.Events(id, 0, 3))).Booked.ShouldBe(3);

        (await _app.Ledger.Entries(id))[0].Movement.ShouldBe(new Movement.Configured(new()));
        (await _app.Ledger.Load(id)).Account.TotalsOf(CreditType.Default).Overdraft.ShouldBe(Credits.Of(3));
    }

    [Fact]
    public async Task An_expiry_that_is_due_is_booked_before_the_events()
    {
        var id = await _app.Open();
        await _app.Ledger.Commit(await _app.Ledger.Load(id), commit => commit.Grant(Given.Grant(5, "over", until: Given.Noon.AddMinutes(-10))));

        await _app.Book(Given.Event(id));

        (await _app.Ledger.Entries(id)).TakeLast(2).Select(entry => entry.Movement.GetType()).ShouldBe([typeof(Movement.Expired), typeof(Movement.Debited)]);
    }

    // A plan by whose rate card each event costs so much.
    private async Task<string> Plan(decimal credits)
    {
        var id = $"plan-{Guid.NewGuid():N}";
        await _app.Plans.Save(new(id) { RateCard = await _app.Price(credits) }, ifMatch: null, CancellationToken.None);
        return id;
    }

    private async Task Change(AccountId id, Func<AccountSettings, AccountSettings> change) =>
        (await _app.Ledger.Commit(await _app.Ledger.Load(id), commit => commit.Configure(change(commit.Account.Settings)))).ShouldBeTrue();

    private async Task Hold(AccountId id, string hold) =>
        (await _app.Ledger.Commit(await _app.Ledger.Load(id), commit => commit.Place(
            new() { Id = hold, Portions = [], PlacedAt = Given.Noon, ExpiresAt = Given.Noon.AddHours(1) }, Credits.Of(5)).ShouldBeNull())).ShouldBeTrue();

    private async Task<Credits> Cost(AccountId id, string eventId) => (await _app.Ledger.Find(await _app.Ledger.Load(id), eventId)).ShouldNotBeNull().Charge.Amount;

    private async Task<Credits> ShouldBeVerified(AccountId id)
    {
        (await _app.Ledger.Verify(id)).Differences.ShouldBeEmpty();
        return await Balance(id);
    }

    private async Task<Credits> Balance(AccountId id) => (await _app.Ledger.Load(id)).Account.BalanceOf(CreditType.Default);

    private async Task<IEnumerable<string>> Debited(AccountId id) =>
        (await _app.Ledger.Entries(id)).Select(entry => entry.Movement).OfType<Movement.Debited>().Select(debited => debited.Event.Identity.Id);
}
