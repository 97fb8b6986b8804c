using Azure.Data.Tables;
using Credits.Functions.Storage.Catalogue;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.Functions.Tests.Building;

/// <summary>The plans that an instance knows.</summary>
internal static class PlansFor
{
    /// <summary>For accounts without a plan: nobody asks the store, and nothing is there to answer.</summary>
    public static PlanCatalogue Nobody => Of(new TableServiceClient("UseDevelopmentStorage=true"), TimeProvider.System);

    /// <summary>Those of a store.</summary>
    public static PlanCatalogue Of(TableServiceClient tables, TimeProvider clock) => new(new PlanStore(tables), clock, NullLogger<PlanCatalogue>.Instance);
}
