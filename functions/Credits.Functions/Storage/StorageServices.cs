using Credits.Functions.Configuration;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Storage.Due;
using Credits.Functions.Storage.Ingest;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Storage.Signals;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Storage;

/// <summary>Wires the stores.</summary>
public static class StorageServices
{
    /// <summary>Adds clients and stores.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddChecked<StorageOptions>().AddChecked<AccountStoreOptions>().AddSingleton<IValidateOptions<StorageOptions>, RequiredSettings>().AddSingleton<ConnectionStringCheck>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Connections>()
            .AddSingleton(provider => provider.GetRequiredService<Connections>().Cosmos())
            .AddSingleton(provider => provider.GetRequiredService<Connections>().Tables())
            .AddSingleton(provider => provider.GetRequiredService<Connections>().Blobs())
            .AddSingleton(provider => provider.GetRequiredService<Connections>().Queues())
            .AddSingleton(provider => provider.GetRequiredService<Connections>().UsageHub())
            .AddSingleton(provider =>
            {
                var accounts = provider.GetRequiredService<IOptions<AccountStoreOptions>>().Value;
                return provider.GetRequiredService<CosmosClient>().GetContainer(accounts.Database, accounts.Container);
            })
            .AddSingleton<AccountStore>().AddSingleton<AccountReader>().AddSingleton<AccountCommits>().AddSingleton<SignalMessages>().AddSingleton<JournalStore>().AddSingleton<UsageDayStore>().AddSingleton<AccountCache>().AddSingleton<AccountTurns>().AddSingleton<AccountWriter>().AddSingleton<AccountDirectory>()
            .AddSingleton<RateCardStore>().AddSingleton<RateCardCatalogue>().AddSingleton<PlanStore>().AddSingleton<PlanChangeStore>().AddSingleton<PlanCatalogue>().AddSingleton<PackStore>().AddSingleton<PromoCodeStore>().AddSingleton<PromoPlaceStore>().AddSingleton<PurchaseStore>().AddSingleton<PaymentEventStore>().AddSingleton<ApiKeyStore>().AddSingleton<IdempotencyStore>()
            .AddSingleton<DeadLetterStore>().AddSingleton<IngestStore>().AddSingleton<DueChunks>()
            .AddSingleton<AlertEndpointStore>().AddSingleton<AlertEndpointCatalogue>().AddSingleton<DeliveryStore>().AddSingleton<DeliveryAgenda>().AddSingleton<DeliveryMessages>()
            .AddHostedService<StorageCreation>();
}
