using Microsoft.Extensions.DependencyInjection;

namespace Credits.Functions.Deliveries;

/// <summary>Wires what delivers alerts.</summary>
public static class DeliveryServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services) =>
        services.AddSingleton<WebhookClient>().AddSingleton<WebhookSender>().AddSingleton<MailSender>().AddSingleton<DeliveryWork>().AddSingleton<RedeliverySweep>().AddSingleton<DeliveryDesk>();
}
