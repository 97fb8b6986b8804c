using System.Text.Json;

namespace Credits.Functions.Payments;

/// <summary>What this product writes to Stripe's objects, and how it is read again.</summary>
internal static class PaymentMetadata
{
    private const string AccountKey = "credits_account";
    private const string PackKey = "credits_pack";
    private const string PurchaseKey = "credits_purchase";
    private const string PlanKey = "credits_plan";
    private const string TopUpKey = "credits_topup";

    public static Dictionary<string, string> Of(AccountId account) => new() { [AccountKey] = account.Value };

    public static Dictionary<string, string> Of(PaymentPurpose purpose) =>
        new() { [AccountKey] = purpose.Account, [PackKey] = purpose.Pack, [PurchaseKey] = purpose.Purchase };

    public static Dictionary<string, string> Of(PaymentPurpose purpose, string topUp) => new(Of(purpose)) { [TopUpKey] = topUp };

    /// <summary>What an event's JSON has; empty when it has none.</summary>
    public static Dictionary<string, string> Read(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Object
            ? metadata.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.String).ToDictionary(item => item.Name, item => item.Value.GetString()!)
            : [];

    public static PaymentPurpose? PurposeIn(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(PurchaseKey, out var purchase)
            ? new(metadata.GetValueOrDefault(AccountKey, ""), metadata.GetValueOrDefault(PackKey, ""), purchase)
            : null;

    public static string? TopUpIn(IReadOnlyDictionary<string, string>? metadata) => metadata?.GetValueOrDefault(TopUpKey);

    /// <summary>The plan that a subscription of Stripe's names; this product only reads it.</summary>
    public static string? PlanIn(IReadOnlyDictionary<string, string>? metadata) => metadata?.GetValueOrDefault(PlanKey);

    public static string? AccountIn(IReadOnlyDictionary<string, string>? metadata) => metadata?.GetValueOrDefault(AccountKey);
}
