using Credits.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Building;
using Credits.Plans;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class PlanCatalogueTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _clock = new(Given.Noon);
    private readonly Log _log = new();
    private readonly PlanStore _store;
    private readonly PlanCatalogue _catalogue;
    private readonly string _id = $"plan-{Guid.NewGuid():N}";

    public PlanCatalogueTests(RunningStorage storage)
    {
        _store = new(storage.Tables);
        _catalogue = new(_store, _clock, _log);
    }

    [Fact]
    public async Task An_account_that_names_no_plan_has_none() => (await _catalogue.Of(Account.New(AccountId.Parse("acme")), None)).ShouldBeNull();

    [Fact]
    public async Task A_change_counts_once_what_is_in_memory_is_no_longer_fresh()
    {
        await Save("first");
        (await Name()).ShouldBe("first");
        await Save("second");

        _clock.Advance(PlanCatalogue.Freshness - TimeSpan.FromTicks(1));
        (await Name()).ShouldBe("first", "the store is not asked for every event");

        _clock.Advance(TimeSpan.FromTicks(1));
        (await Name()).ShouldBe("second");
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_no_plan_and_the_log_says_so_but_not_at_every_event()
    {
        (await Find()).ShouldBeNull();
        (await Find()).ShouldBeNull();

        _log.Lines.ShouldHaveSingleItem().ShouldBe($"Warning: Account acme names plan {_id}, which does not exist; it is treated as an account without a plan");
    }

    [Fact]
    public async Task Who_asks_for_the_latest_gets_it_and_so_does_everybody_from_then_on()
    {
        await Save("first");
        (await Name()).ShouldBe("first");
        await Save("second");

        (await _catalogue.Latest(_id, None)).ShouldNotBeNull().Name.ShouldBe("second");
        (await Name()).ShouldBe("second");
    }

    [Fact]
    public async Task The_latest_of_a_plan_that_was_not_there_a_moment_ago_is_there()
    {
        (await _catalogue.Latest(_id, None)).ShouldBeNull();
        (await Find()).ShouldBeNull();
        await Save("first");

        (await _catalogue.Latest(_id, None)).ShouldNotBeNull();
        (await Name()).ShouldBe("first");
    }

    [Fact]
    public async Task Time_is_decided_by_the_accounts_plan_by_those_that_come_until_then_and_by_those_after_their_trials()
    {
        var (trial, free, soon, later) = ($"{_id}-trial", $"{_id}-free", $"{_id}-soon", $"{_id}-later");
        await _store.Save(new(_id), ifMatch: null, None);
        await _store.Save(new(trial) { Terms = new() { Trial = new(14, free) } }, ifMatch: null, None);
        await _store.Save(new(free) { Terms = new() { Trial = new(14, trial) } }, ifMatch: null, None);
        await _store.Save(new(soon), ifMatch: null, None);
        await _store.Save(new(later), ifMatch: null, None);
        var account = Account.New(AccountId.Parse("acme")) with
        {
            Settings = new AccountSettings { Plan = _id }
                .With(new(Given.Noon.AddDays(1)) { Plan = new(soon) }).With(new(Given.Noon.AddDays(2)) { Plan = new(trial) }).With(new(Given.Noon.AddDays(3)) { Plan = new(later) }),
        };

        (await _catalogue.For(account, Given.Noon, None)).Keys.ShouldBe([_id]);
        (await _catalogue.For(account, Given.Noon.AddDays(2), None)).Keys.ShouldBe([_id, soon, trial, free]);
        (await _catalogue.For(Account.New(AccountId.Parse("acme")), Given.Noon, None)).ShouldBeEmpty();
    }

    private Task<string?> Save(string name) => _store.Save(new(_id) { Name = name }, ifMatch: null, None);

    private async Task<string?> Name() => (await Find())?.Name;

    private ValueTask<Plan?> Find() => _catalogue.Of(Account.New(AccountId.Parse("acme")) with { Settings = new() { Plan = _id } }, None);

    private sealed class Log : ILogger<PlanCatalogue>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
