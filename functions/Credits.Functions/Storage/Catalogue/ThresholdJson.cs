using System.Collections.Immutable;
using System.Text.Json;
using Credits.Grants;
using Credits.Limits;
using Credits.Thresholds;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Thresholds as JSON, the same in the API and in plans.</summary>
internal static class ThresholdJson
{
    /// <summary>Reads the list below a name; none when it is left out.</summary>
    public static ImmutableArray<Threshold> ReadList(JsonElement parent, string path, string name, SetBy setBy, FaultingReader reader) =>
        [.. reader.Items(parent, path, name, optional: true).Select(item => Read(item.Value, item.Path, reader, setBy))];

    /// <summary>Reads a list.</summary>
    public static ImmutableArray<Threshold> Read(JsonElement list, string path, SetBy setBy, FaultingReader reader)
    {
        if (list.ValueKind == JsonValueKind.Array) return [.. list.EnumerateArray().Select((item, i) => Read(item, $"{path}[{i}]", reader, setBy))];

        reader.Fault(path, "Must be a list of thresholds.");
        return [];
    }

    /// <summary>Writes the list below a name.</summary>
    public static void WriteList(Utf8JsonWriter writer, string name, ImmutableArray<Threshold> thresholds)
    {
        writer.WriteStartArray(name);
        foreach (var threshold in thresholds)
        {
            writer.WriteStartObject();
            writer.WriteString("creditType", threshold.CreditType.Value);
            if (threshold.Left is { } left) writer.WriteNumber("left", left.ToDecimal());
            if (threshold.Percent is { } percent) writer.WriteNumber("percent", percent);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Threshold Read(JsonElement json, string path, FaultingReader reader, SetBy setBy)
    {
        if (!reader.Object(json, path, "creditType", "left", "percent")) return new(CreditType.Default, Credits.Zero, Percent: null, setBy);

        var type = CreditType.Default;
        if (reader.OptionalText(json, path, "creditType") is { } text && !CreditType.TryParse(text, out type)) reader.Fault($"{path}.creditType", $"'{text}' is not a credit type: {CreditType.Rule}.");
        return new(type, reader.OptionalAmount(json, path, "left"), reader.WholeOrNone(json, path, "percent"), setBy);
    }
}
