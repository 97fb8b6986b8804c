using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Overrides as JSON, the same in the API and in storage: each a rate, or a meter with a multiplier, perhaps with from and until.</summary>
public static class RateOverridesJson
{
    private static readonly string[] Replacing = [.. RateJson.Known, "from", "until"];

    /// <summary>Reads a list. Whether its prices make sense is for <see cref="RateOverrideFaults"/> to say.</summary>
    /// <param name="list">The JSON.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="faults">Everything that can't be read; nothing of the list counts then.</param>
    public static ImmutableArray<RateOverride> Read(JsonElement list, string path, out ImmutableArray<Fault> faults)
    {
        var reader = new FaultingReader();
        var overrides = ImmutableArray<RateOverride>.Empty;
        if (list.ValueKind == JsonValueKind.Array) overrides = [.. list.EnumerateArray().Select((item, i) => ReadOne(item, $"{path}[{i}]", reader))];
        else reader.Fault(path, "Must be a list.");

        faults = [.. reader.Faults];
        return overrides;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(ImmutableArray<RateOverride> overrides)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var item in overrides)
            {
                writer.WriteStartObject();
                if (item.Replacement is { } rate) RateJson.Write(writer, rate);
                if (item.Multiplier is { } multiplier)
                {
                    writer.WriteString("meter", item.Meter);
                    RateJson.WriteConditions(writer, item.Conditions);
                    writer.WriteNumber("multiplier", multiplier.ToDecimal());
                }

                if (item.From is { } from) writer.WriteString("from", Rfc3339.Write(from));
                if (item.Until is { } until) writer.WriteString("until", Rfc3339.Write(until));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    /// <summary>What <see cref="Write"/> writes, to stand within other JSON.</summary>
    public static JsonElement ToElement(ImmutableArray<RateOverride> overrides)
    {
        using var json = JsonDocument.Parse(Write(overrides));
        return json.RootElement.Clone();
    }

    private static RateOverride ReadOne(JsonElement item, string path, FaultingReader reader)
    {
        var multiplying = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("multiplier", out _);
        if (!(multiplying ? reader.Object(item, path, "meter", "conditions", "multiplier", "from", "until") : reader.Object(item, path, Replacing)))
            return RateOverride.Multiply("", default);

        var read = multiplying
            ? RateOverride.Multiply(
                reader.Text(item, path, "meter"), reader.OptionalMultiplier(item, path, "multiplier") ?? default, RateJson.ReadConditions(item, path, reader))
            : RateOverride.Replace(RateJson.Read(item, path, reader));
        return read with { From = reader.OptionalTime(item, path, "from"), Until = reader.OptionalTime(item, path, "until") };
    }
}
