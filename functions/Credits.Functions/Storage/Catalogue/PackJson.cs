using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Credits.Grants;
using Credits.Packs;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>A pack as JSON, the same in the API and in storage. Reading finds every fault at once, with its path.</summary>
public static class PackJson
{
    /// <summary>Reads a pack.</summary>
    /// <param name="id">The pack's id, which is not part of the JSON.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="faults">Everything that is wrong; the pack counts only when there is nothing.</param>
    public static Pack Read(string id, JsonElement json, out ImmutableArray<Fault> faults)
    {
        var (reader, pack) = (new FaultingReader(), new Pack(id, "", Credits.Zero, default));
        if (reader.Object(json, "", "name", "creditType", "credits", "price", "tiers", "bonus", "lifetime", "priority"))
        {
            pack = new(id, reader.Text(json, "", "name"), reader.Amount(json, "", "credits"), ReadPrice(json, reader))
            {
                CreditType = reader.OptionalCreditType(json, ""),
                Tiers = [.. reader.Items(json, "", "tiers", optional: true).Select(item => ReadTier(item.Value, item.Path, reader))],
                Bonus = Given(json, "bonus", out var bonus) && reader.Object(bonus, "bonus", "credits", "lifetime") ? new(reader.Amount(bonus, "bonus", "credits"), reader.OptionalLifetime(bonus, "bonus")) : null,
                Lifetime = reader.OptionalLifetime(json, ""),
                Priority = Given(json, "priority", out _) ? ReadNumber(json, "", "priority", int.MinValue, reader) : Grant.DefaultPriority,
            };
        }

        // Rules that need readable parts; half-read ones would only raise doubles.
        faults = reader.Faults.Count == 0 ? PackFaults.Of(pack) : [.. reader.Faults];
        return pack;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(Pack pack)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("name", pack.Name);
            writer.WriteString("creditType", pack.CreditType.Value);
            writer.WriteNumber("credits", pack.Credits.ToDecimal());
            writer.WriteStartObject("price");
            writer.WriteNumber("amount", pack.Price.Amount);
            writer.WriteString("currency", pack.Price.Currency);
            writer.WriteEndObject();
            writer.WriteStartArray("tiers");
            foreach (var tier in pack.Tiers)
            {
                writer.WriteStartObject();
                writer.WriteNumber("from", tier.From);
                writer.WriteNumber("price", tier.Price);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (pack.Bonus is { } bonus)
            {
                writer.WriteStartObject("bonus");
                writer.WriteNumber("credits", bonus.Credits.ToDecimal());
                if (bonus.Lifetime is { } ofBonus) writer.WriteString("lifetime", ofBonus.ToString());
                writer.WriteEndObject();
            }

            if (pack.Lifetime is { } lifetime) writer.WriteString("lifetime", lifetime.ToString());
            writer.WriteNumber("priority", pack.Priority);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private static Money ReadPrice(JsonElement json, FaultingReader reader)
    {
        if (!Given(json, "price", out var price))
        {
            reader.Fault("price", "Missing; must be an object with 'amount' and 'currency'.");
            return default;
        }

        return reader.Object(price, "price", "amount", "currency") ? new(ReadNumber(price, "price.", "amount", 0, reader), reader.Text(price, "price", "currency")) : default;
    }

    private static PackTier ReadTier(JsonElement json, string path, FaultingReader reader) =>
        reader.Object(json, path, "from", "price") ? new(ReadNumber(json, $"{path}.", "from", 0, reader), ReadNumber(json, $"{path}.", "price", 0, reader)) : default;

    private static int ReadNumber(JsonElement json, string at, string name, int least, FaultingReader reader)
    {
        if (Given(json, name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least) return number;

        reader.Fault($"{at}{name}", $"Must be a whole number from {least} on, but is {(value.ValueKind == JsonValueKind.Undefined ? "missing" : value.GetRawText())}.");
        return least;
    }

    private static bool Given(JsonElement json, string name, out JsonElement value) => json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
