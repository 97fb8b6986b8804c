using System.Text.Json.Serialization;
using Credits.TopUps;

namespace Credits.Functions.Storage.Accounts;

/// <summary>What a customer agreed to have bought by itself, as stored within its account's settings.</summary>
internal sealed record TopUpPart
{
    [JsonPropertyName("creditType")] public required string CreditType { get; init; }
    [JsonPropertyName("level")] public required long Level { get; init; }
    [JsonPropertyName("pack")] public required string Pack { get; init; }
    [JsonPropertyName("quantity")] public int? Quantity { get; init; }
    [JsonPropertyName("credits")] public long? Credits { get; init; }
    [JsonPropertyName("refillTo")] public long? RefillTo { get; init; }
    [JsonPropertyName("maxPerMonth")] public int? MaxPerMonth { get; init; }
    [JsonPropertyName("maxSpend")] public long? MaxSpendPerMonth { get; init; }
    [JsonPropertyName("currency")] public string? Currency { get; init; }
    [JsonPropertyName("consentBy")] public required string ConsentBy { get; init; }
    [JsonPropertyName("consentAt")] public required DateTimeOffset ConsentAt { get; init; }
    [JsonPropertyName("returnUrl")] public required string ReturnUrl { get; init; }
    [JsonPropertyName("paymentMethod")] public string? PaymentMethod { get; init; }
    [JsonPropertyName("paused")] public string? Paused { get; init; }

    public static TopUpPart Of(TopUp topUp) => new()
    {
        CreditType = topUp.Terms.CreditType.Value,
        Level = topUp.Terms.Level.Millionths,
        Pack = topUp.Terms.Pack,
        Quantity = topUp.Terms.Quantity,
        Credits = topUp.Terms.Credits?.Millionths,
        RefillTo = topUp.Terms.RefillTo?.Millionths,
        MaxPerMonth = topUp.Terms.MaxPerMonth,
        MaxSpendPerMonth = topUp.Terms.MaxSpendPerMonth?.Amount,
        Currency = topUp.Terms.MaxSpendPerMonth?.Currency,
        ConsentBy = topUp.Consent.By,
        ConsentAt = topUp.Consent.At,
        ReturnUrl = topUp.ReturnUrl,
        PaymentMethod = topUp.PaymentMethod,
        Paused = topUp.Paused,
    };

    public TopUp ToTopUp() => new(
        new(global::Credits.Credits.FromMillionths(Level), Pack)
        {
            CreditType = global::Credits.Grants.CreditType.Parse(CreditType),
            Quantity = Quantity,
            Credits = Credits is { } credits ? global::Credits.Credits.FromMillionths(credits) : null,
            RefillTo = RefillTo is { } target ? global::Credits.Credits.FromMillionths(target) : null,
            MaxPerMonth = MaxPerMonth,
            MaxSpendPerMonth = MaxSpendPerMonth is { } most ? new(most, Currency ?? throw new InvalidOperationException("A stored limit of a month's spending has no currency.")) : null,
        },
        new(ConsentBy, ConsentAt), ReturnUrl)
    { PaymentMethod = PaymentMethod, Paused = Paused };
}
