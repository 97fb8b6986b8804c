using Credits.Functions.Storage.Accounts;
using Credits.Local.Cosmos;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

/// <summary>The accounts container behind the real SDK, once for all tests of the collection; each test has accounts of its own.</summary>
public sealed class RunningAccounts : IAsyncLifetime
{
    public const string Collection = "Running accounts";

    /// <summary>How often the client repeats what was throttled.</summary>
    public const int ThrottlingRetries = 3;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("credits-accounts-");
    private readonly AheadOfNow _clock = new();
    private CosmosGateway _gateway = null!;
    private CosmosClient _client = null!;

    public Container Container { get; private set; } = null!;

    public string ConnectionString => _gateway.ConnectionString;

    public CosmosStatistics Statistics => _gateway.Statistics;

    public async Task InitializeAsync()
    {
        _gateway = await CosmosGateway.Start(_data.FullName, 0, _clock, NullLoggerFactory.Instance, CancellationToken.None);
        _client = new(_gateway.ConnectionString, new()
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            MaxRetryAttemptsOnRateLimitedRequests = ThrottlingRetries,
        });
        var database = (await _client.CreateDatabaseAsync("credits")).Database;
        Container = await database.CreateContainerAsync(AccountsContainer.Define("accounts"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>Lets time pass in the store, for documents that live only so long.</summary>
    public void Pass(TimeSpan time) => _clock.Ahead += time;

    /// <summary>Faults that only one account meets. Disposing it ends them.</summary>
    public FaultsOfOneAccount FaultsFor(AccountId account) => new(_gateway.Faults, account);

    private sealed class AheadOfNow : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}

/// <summary>Faults that only the requests of one account meet, until it is disposed.</summary>
public sealed class FaultsOfOneAccount : IDisposable
{
    private readonly FaultInjection _faults;
    private readonly AccountId _account;

    internal FaultsOfOneAccount(FaultInjection faults, AccountId account)
    {
        (_faults, _account) = (faults, account);
        OnlyWhere(_ => true);
    }

    public FaultInjection Next => _faults;

    /// <summary>Lets only some of the account's requests meet faults.</summary>
    public void OnlyWhere(Func<CosmosRequest, bool> matches) => _faults.Matching = request => request.PartitionKey == _account.Value && matches(request);

    public void Dispose()
    {
        _faults.FailNext(0);
        _faults.ThrottleNext(0);
        _faults.DropNextAnswers(0);
        _faults.RefuseNext(0, 0);
        _faults.FindFullNext(0);
        _faults.ThrottledShare = 0;
        _faults.Matching = _ => true;
    }
}

[CollectionDefinition(RunningAccounts.Collection)]
public sealed class ShareRunningAccounts : ICollectionFixture<RunningAccounts>;
