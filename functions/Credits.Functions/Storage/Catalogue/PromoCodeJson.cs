using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Credits.Grants;
using Credits.Promos;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>A promo code as JSON, the same in the API and in storage. Reading finds every fault at once, with its path.</summary>
public static class PromoCodeJson
{
    /// <summary>Reads a promo code.</summary>
    /// <param name="code">The code itself, which is not part of the JSON.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="faults">Everything that is wrong; the promo code counts only when there is nothing.</param>
    public static PromoCode Read(string code, JsonElement json, out ImmutableArray<Fault> faults)
    {
        var (reader, promo) = (new FaultingReader(), new PromoCode(code, Credits.Zero));
        if (reader.Object(json, "", "credits", "creditType", "lifetime", "priority", "meters", "plans", "validFrom", "validUntil", "maxRedemptions", "description", "active"))
        {
            promo = new(code, reader.Amount(json, "", "credits"))
            {
                CreditType = reader.OptionalCreditType(json, ""),
                Lifetime = reader.OptionalLifetime(json, ""),
                Priority = ReadNumber(json, "priority", reader) ?? Grant.DefaultPriority,
                Meters = ReadList(json, "meters", reader),
                Plans = ReadList(json, "plans", reader),
                ValidFrom = reader.OptionalTime(json, "", "validFrom"),
                ValidUntil = reader.OptionalTime(json, "", "validUntil"),
                MaxRedemptions = ReadNumber(json, "maxRedemptions", reader),
                Description = reader.OptionalText(json, "", "description"),
                Active = reader.OptionalTruth(json, "", "active") ?? true,
            };
        }

        // Rules that need readable parts; half-read ones would only raise doubles.
        faults = reader.Faults.Count == 0 ? PromoCodeFaults.Of(promo) : [.. reader.Faults];
        return promo;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(PromoCode promo)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("credits", promo.Credits.ToDecimal());
            writer.WriteString("creditType", promo.CreditType.Value);
            if (promo.Lifetime is { } lifetime) writer.WriteString("lifetime", lifetime.ToString());
            writer.WriteNumber("priority", promo.Priority);
            WriteList(writer, "meters", promo.Meters);
            WriteList(writer, "plans", promo.Plans);
            if (promo.ValidFrom is { } from) writer.WriteString("validFrom", Rfc3339.Write(from));
            if (promo.ValidUntil is { } until) writer.WriteString("validUntil", Rfc3339.Write(until));
            if (promo.MaxRedemptions is { } most) writer.WriteNumber("maxRedemptions", most);
            if (promo.Description is { } description) writer.WriteString("description", description);
            writer.WriteBoolean("active", promo.Active);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private static ImmutableArray<string> ReadList(JsonElement json, string name, FaultingReader reader) =>
        [.. reader.Items(json, "", name, optional: true).Select(item => reader.TextItem(item.Value, item.Path))];

    private static int? ReadNumber(JsonElement json, string name, FaultingReader reader)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;

        reader.Fault(name, $"Must be a whole number within ±{int.MaxValue}, but is {value.GetRawText()}.");
        return null;
    }

    private static void WriteList(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
