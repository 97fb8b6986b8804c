using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Credits.Functions.Alerts;
using Credits.Functions.Due;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.Tests.Telemetry;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Due;

/// <summary>What a due account asks of the stores, counted where it is sent: thousands are due at once when a month begins.</summary>
[Collection(RunningStorage.Collection)]
public sealed class DueOperationsTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = Given.Noon.AddDays(1);

    private readonly Sent _sent = new();
    private Container _container = null!;
    private Ledger _ledger = null!;

    public async Task InitializeAsync()
    {
        _container = await accounts.Container.Database.CreateContainerAsync(AccountsContainer.Define($"due-{Guid.NewGuid():N}"));
        _ledger = new(_container);
    }

    public async Task DisposeAsync()
    {
        await _container.DeleteContainerAsync();
        _sent.Dispose();
    }

    [Fact]
    public async Task An_expired_grant_takes_a_read_and_a_batch_of_three()
    {
        var id = await OpenDue();
        var before = accounts.Statistics.Operations;

        await Settle(id);

        (accounts.Statistics.Operations - before).ShouldBe(4, "the account is read; it, a journal page and the closed grant are written");
    }

    [Fact]
    public async Task Accounts_that_never_had_alert_endpoints_are_not_asked_for_them_one_by_one()
    {
        AccountId[] ids = [await OpenDue(), await OpenDue(), await OpenDue()];

        await Settle(ids);

        _sent.Tables.ShouldAllBe(query => query.Contains("'deployment'"));
    }

    [Fact]
    public async Task An_account_that_may_have_alert_endpoints_is_asked_for_them_once()
    {
        var (own, other) = (await OpenDue(), await OpenDue());
        (await _ledger.Store.ExpectEndpoints(await _ledger.Load(own), CancellationToken.None)).ShouldBeTrue();

        await Settle(own, other);

        _sent.Tables.Where(query => query.Contains("'account:")).ShouldHaveSingleItem().ShouldContain($"'account:{own}'");
    }

    [Fact]
    public async Task An_account_from_before_that_was_noted_is_asked_for_them()
    {
        var id = await OpenDue();
        await _ledger.Alter(id, "account", document => document.Remove("neverHadEndpoints").ShouldBeTrue());

        await Settle(id);

        _sent.Tables.ShouldContain(query => query.Contains($"'account:{id}'"));
    }

    // One chunk, worked off by an app that has just started.
    private async Task Settle(params AccountId[] ids)
    {
        var clock = new FakeTimeProvider(Later);
        var tables = new TableServiceClient(storage.ConnectionString, new() { Transport = new HttpClientTransport(_sent.NewClient()) });
        var alerts = new AlertDispatch(new(new(tables), clock), new(tables), new(storage.Queues), new(tables), clock, NullLogger<AlertDispatch>.Instance);
        var commits = new AccountCommits(
            _ledger.Store, new(storage.Queues), (account, neverHadEndpoints, cancellation) => alerts.IsAnybodyListening(account.Id, account.Settings.Plan, neverHadEndpoints, cancellation),
            Measurements.Unheard, NullLogger<AccountCommits>.Instance);
        var writer = new AccountWriter(_ledger.Store, commits, new(Options.Create(new AccountStoreOptions())), new(), PlansFor.Nobody, clock);

        (await new DueWork(writer, Measurements.Unheard, clock, NullLogger<DueWork>.Instance).Run(ids, CancellationToken.None)).Settled.ShouldBe(ids.Length);
    }

    private async Task<AccountId> OpenDue()
    {
        var id = Given.NewAccount();
        await _ledger.Open(id, Given.Grant(10, until: Given.Noon.AddHours(1)));
        return id;
    }

    private sealed class Sent : IDisposable
    {
        private readonly ConcurrentQueue<string> _queries = new();
        private readonly List<HttpClient> _clients = [];

        /// <summary>Every query of the table of alert endpoints, as it reads.</summary>
        public IReadOnlyList<string> Tables => [.. _queries];

        public HttpClient NewClient()
        {
            var client = new HttpClient(new Wire(_queries));
            _clients.Add(client);
            return client;
        }

        public void Dispose() => _clients.ForEach(client => client.Dispose());
    }

    private sealed class Wire(ConcurrentQueue<string> queries) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath.Contains(AlertEndpointStore.Table)) queries.Enqueue(Uri.UnescapeDataString(request.RequestUri.Query));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
