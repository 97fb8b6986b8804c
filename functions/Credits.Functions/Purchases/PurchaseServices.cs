using Credits.Functions.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Purchases;

/// <summary>Wires payments and what they pay for.</summary>
public static class PurchaseServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPurchases(this IServiceCollection services)
    {
        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section)
            .Validate(options => options.ApiBase is null || Uri.TryCreate(options.ApiBase, UriKind.Absolute, out _), $"{StripeOptions.Section}:ApiBase must be an address.")
            .ValidateOnStart();
        return services.AddSingleton<IPayments, StripePayments>().AddSingleton<Customers>().AddSingleton<PaidGrants>().AddSingleton<ParkedPayments>().AddSingleton<PurchaseSettlement>().AddSingleton<InvoiceSettlement>().AddSingleton<PaymentReconciliation>();
    }
}
