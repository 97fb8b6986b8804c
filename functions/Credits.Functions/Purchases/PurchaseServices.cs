using Credits.Functions.Configuration;
using Credits.Functions.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Purchases;

/// <summary>Wires payments and what they pay for.</summary>
public static class PurchaseServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPurchases(this IServiceCollection services) =>
        services.AddChecked<StripeOptions>().AddSingleton<IPayments, StripePayments>().AddSingleton<Customers>().AddSingleton<PaidGrants>().AddSingleton<ParkedPayments>().AddSingleton<PurchaseSettlement>().AddSingleton<InvoiceSettlement>().AddSingleton<PaymentReconciliation>();
}
