using System.Text.Json;
using Credits.Grants;
using Credits.TopUps;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>The terms of automatic top-ups as JSON, the same in the API and in plans.</summary>
internal static class TopUpTermsJson
{
    /// <summary>The properties that are terms.</summary>
    public static readonly string[] Properties = ["level", "pack", "creditType", "quantity", "credits", "refillTo", "maxPerMonth", "maxSpendPerMonth"];

    /// <summary>Reads the terms out of an object that may have other properties too.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="reader">Takes the faults.</param>
    /// <param name="defaults">What counts where it says nothing; how much is bought counts as one thing. Null when it must say everything that is needed.</param>
    public static TopUpTerms Read(JsonElement json, string path, FaultingReader reader, TopUpTerms? defaults = null)
    {
        var pack = defaults is null ? reader.Text(json, path, "pack") : reader.OptionalText(json, path, "pack") ?? defaults.Pack;
        var level = defaults is null ? reader.Amount(json, path, "level") : reader.OptionalAmount(json, path, "level") ?? defaults.Level;
        var (quantity, credits, refillTo) = (reader.WholeOrNone(json, path, "quantity"), reader.OptionalAmount(json, path, "credits"), reader.OptionalAmount(json, path, "refillTo"));
        if (quantity is null && credits is null && refillTo is null) (quantity, credits, refillTo) = (defaults?.Quantity, defaults?.Credits, defaults?.RefillTo);

        return new(level, pack)
        {
            CreditType = ReadCreditType(json, path, reader) ?? defaults?.CreditType ?? CreditType.Default,
            Quantity = quantity,
            Credits = credits,
            RefillTo = refillTo,
            MaxPerMonth = reader.WholeOrNone(json, path, "maxPerMonth") ?? defaults?.MaxPerMonth,
            MaxSpendPerMonth = ReadMoney(json, path, reader) ?? defaults?.MaxSpendPerMonth,
        };
    }

    /// <summary>Writes the terms' properties into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, TopUpTerms terms)
    {
        writer.WriteNumber("level", terms.Level.ToDecimal());
        writer.WriteString("pack", terms.Pack);
        writer.WriteString("creditType", terms.CreditType.Value);
        if (terms.Quantity is { } quantity) writer.WriteNumber("quantity", quantity);
        if (terms.Credits is { } credits) writer.WriteNumber("credits", credits.ToDecimal());
        if (terms.RefillTo is { } refillTo) writer.WriteNumber("refillTo", refillTo.ToDecimal());
        if (terms.MaxPerMonth is { } most) writer.WriteNumber("maxPerMonth", most);
        if (terms.MaxSpendPerMonth is not { } spend) return;

        writer.WriteStartObject("maxSpendPerMonth");
        writer.WriteNumber("amount", spend.Amount);
        writer.WriteString("currency", spend.Currency);
        writer.WriteEndObject();
    }

    private static CreditType? ReadCreditType(JsonElement json, string path, FaultingReader reader)
    {
        if (reader.OptionalText(json, path, "creditType") is not { } text) return null;
        if (CreditType.TryParse(text, out var type)) return type;

        reader.Fault(Join(path, "creditType"), $"'{text}' is not a credit type: {CreditType.Rule}.");
        return null;
    }

    private static Money? ReadMoney(JsonElement json, string path, FaultingReader reader)
    {
        var at = Join(path, "maxSpendPerMonth");
        if (!json.TryGetProperty("maxSpendPerMonth", out var money) || money.ValueKind == JsonValueKind.Null || !reader.Object(money, at, "amount", "currency")) return null;

        if (!money.TryGetProperty("amount", out _)) reader.Fault($"{at}.amount", "Missing; must be a whole number of the currency's smallest unit.");
        return new(reader.OptionalWhole(money, at, "amount") ?? 0, reader.Text(money, at, "currency"));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
