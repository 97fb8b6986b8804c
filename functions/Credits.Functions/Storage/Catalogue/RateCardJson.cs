using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>A price list as JSON, the same in the API and in storage. Reading finds every fault at once, with its path.</summary>
public static class RateCardJson
{
    /// <summary>Reads <c>{"rates": [...]}</c>.</summary>
    /// <param name="card">The JSON.</param>
    /// <param name="faults">Everything that keeps it from being published.</param>
    /// <param name="readable">Whether it is of the right form, so that the prices are what was meant, faulty or not.</param>
    public static PriceList Read(JsonElement card, out ImmutableArray<Fault> faults, out bool readable)
    {
        var reader = new FaultingReader();
        var prices = new PriceList([]);
        if (reader.Object(card, "", "rates", "unknownMeters", "costCurrency"))
        {
            prices = new([.. reader.Items(card, "", "rates").Select(item => ReadRate(item.Value, item.Path, reader))])
            {
                UnknownMeters = reader.OptionalChoice<UnknownMeters>(card, "", "unknownMeters"),
                CostCurrency = reader.OptionalText(card, "", "costCurrency") ?? PriceList.DefaultCurrency,
            };
        }

        // Rules that need readable rates; half-read ones would only raise doubles.
        readable = reader.Faults.Count == 0;
        faults = readable ? RateCardFaults.Of(prices) : [.. reader.Faults];
        return prices;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(PriceList prices)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rates");
            foreach (var rate in prices.Rates)
            {
                writer.WriteStartObject();
                RateJson.Write(writer, rate);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("unknownMeters", FaultingReader.NameOf(prices.UnknownMeters));
            writer.WriteString("costCurrency", prices.CostCurrency);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private static Rate ReadRate(JsonElement rate, string path, FaultingReader reader) =>
        reader.Object(rate, path, RateJson.Known) ? RateJson.Read(rate, path, reader) : new() { Meter = "", Components = [] };
}
