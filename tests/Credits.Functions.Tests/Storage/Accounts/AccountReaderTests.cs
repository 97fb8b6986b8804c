using Credits.Accounts;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Credits.Grants;
using Credits.Periods;
using Credits.Plans;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

[Collection(RunningStorage.Collection)]
public sealed class AccountReaderTests(RunningStorage storage, RunningAccounts accounts)
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Ledger _ledger = new(accounts);
    private readonly AccountId _id = Given.NewAccount();
    private readonly Plan _plan = Allotting($"plan-{Guid.NewGuid():N}", 500);

    [Fact]
    public async Task What_is_due_counts_as_done_though_nobody_has_booked_it()
    {
        await OpenOn(_plan);
        var stored = (await _ledger.Load(_id)).Account;

        var account = await Find(April.AddSeconds(20));

        (account.AvailableTo(CreditType.Default, meter: null, April.AddSeconds(20)), account.TotalsOf(CreditType.Default).Granted).ShouldBe((Credits.Of(500), Credits.Of(1_000)));
        (account.Sequence, account.Head).ShouldBe((stored.Sequence, stored.Head));
        (await _ledger.Load(_id)).Account.ShouldBe(stored);
    }

    [Fact]
    public async Task A_change_that_is_due_has_come()
    {
        await OpenOn(_plan, settings => settings.With(new ScheduledChange(April) { Plan = new(Id: null), Caps = [] }));

        var settings = (await Find(April)).Settings;

        (settings.Plan, settings.Scheduled.Length).ShouldBe((null, 0));
    }

    [Fact]
    public async Task What_a_plan_allots_by_now_counts_though_nobody_has_taken_it_over()
    {
        await OpenOn(_plan);
        await Save(Allotting(_plan.Id, 500, "monthly", "more"));

        (await Find(Given.Noon)).TotalsOf(CreditType.Default).Granted.ShouldBe(Credits.Of(1_000));
    }

    [Fact]
    public async Task Where_nothing_is_due_the_account_is_as_it_is_stored()
    {
        await OpenOn(_plan);

        (await Find(April.AddTicks(-1))).ShouldBe((await _ledger.Load(_id)).Account);
        (await Reader.Find(Given.NewAccount(), April, CancellationToken.None)).ShouldBeNull();
    }

    private AccountReader Reader => new(_ledger.Store, PlansFor.Of(storage.Tables, new FakeTimeProvider(Given.Noon)));

    private async Task OpenOn(Plan plan, Func<AccountSettings, AccountSettings>? change = null)
    {
        await Save(plan);
        var session = await _ledger.Open(_id);
        (await _ledger.Commit(session, commit =>
        {
            var settings = commit.Account.Settings with { Plan = plan.Id };
            commit.Configure(change is null ? settings : change(settings));
            commit.Settle(new Dictionary<string, Plan> { [plan.Id] = plan });
        })).ShouldBeTrue();
    }

    private async Task Save(Plan plan) => await new PlanStore(storage.Tables).Save(plan, ifMatch: null, CancellationToken.None);

    private async Task<Account> Find(DateTimeOffset now) => (await Reader.Find(_id, now, CancellationToken.None)).ShouldNotBeNull();

    private static Plan Allotting(string id, decimal amount, params string[] allotments) =>
        new(id) { Terms = new() { Allotments = [.. allotments.DefaultIfEmpty("monthly").Select(allotment => new Allotment(allotment, Credits.Of(amount), Cycle.Monthly))] } };
}
