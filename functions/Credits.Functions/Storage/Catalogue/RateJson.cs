using System.Collections.Immutable;
using System.Text.Json;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>One rate as JSON, wherever it stands: in a rate card or as somebody's own price.</summary>
internal static class RateJson
{
    public static readonly string[] Known = ["meter", "creditType", "conditions", "components", "minimum", "maximum", "rounding"];

    /// <summary>Reads a rate out of an object whose properties were checked.</summary>
    public static Rate Read(JsonElement rate, string path, FaultingReader reader) => new()
    {
        Meter = reader.Text(rate, path, "meter"),
        CreditType = ReadCreditType(rate, path, reader),
        Conditions = ReadConditions(rate, path, reader),
        Components = [.. reader.Items(rate, path, "components").Select(item => ReadComponent(item.Value, item.Path, reader))],
        Minimum = reader.OptionalAmount(rate, path, "minimum"),
        Maximum = reader.OptionalAmount(rate, path, "maximum"),
        Rounding = rate.TryGetProperty("rounding", out var rounding) ? ReadRounding(rounding, $"{path}.rounding", reader) : Rounding.Exact,
    };

    public static ImmutableArray<Condition> ReadConditions(JsonElement parent, string path, FaultingReader reader) =>
        [.. reader.Items(parent, path, "conditions", optional: true).Select(item => ReadCondition(item.Value, item.Path, reader))];

    /// <summary>Writes a rate's properties into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, Rate rate)
    {
        writer.WriteString("meter", rate.Meter);
        writer.WriteString("creditType", rate.CreditType.Value);
        WriteConditions(writer, rate.Conditions);
        writer.WriteStartArray("components");
        foreach (var component in rate.Components) Write(writer, component);
        writer.WriteEndArray();
        if (rate.Minimum is { } minimum) writer.WriteNumber("minimum", minimum.ToDecimal());
        if (rate.Maximum is { } maximum) writer.WriteNumber("maximum", maximum.ToDecimal());
        if (rate.Rounding != Rounding.Exact)
        {
            writer.WriteStartObject("rounding");
            writer.WriteString("mode", FaultingReader.NameOf(rate.Rounding.Mode));
            writer.WriteNumber("step", rate.Rounding.Step.ToDecimal());
            writer.WriteEndObject();
        }
    }

    public static void WriteConditions(Utf8JsonWriter writer, ImmutableArray<Condition> conditions)
    {
        writer.WriteStartArray("conditions");
        foreach (var condition in conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("dimension", condition.Dimension);
            if (condition.From is { } from) writer.WriteNumber("from", from);
            if (condition.Below is { } below) writer.WriteNumber("below", below);
            if (condition.Prefix is not null) writer.WriteString("prefix", condition.Prefix);
            else if (condition.Values.Length == 1) writer.WriteString("equals", condition.Values[0]);
            else if (!condition.IsRange) WriteList(writer, "in", condition.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static CreditType ReadCreditType(JsonElement rate, string path, FaultingReader reader)
    {
        if (reader.OptionalText(rate, path, "creditType") is not { } name) return CreditType.Default;
        if (!CreditType.TryParse(name, out var type)) reader.Fault($"{path}.creditType", $"'{name}' is not a credit type: {CreditType.Rule}.");
        return type;
    }

    private static Rounding ReadRounding(JsonElement rounding, string path, FaultingReader reader) =>
        reader.Object(rounding, path, "mode", "step")
            ? new(reader.OptionalChoice<RoundingMode>(rounding, path, "mode"), reader.OptionalAmount(rounding, path, "step") ?? Rounding.Exact.Step)
            : Rounding.Exact;

    private static Condition ReadCondition(JsonElement condition, string path, FaultingReader reader)
    {
        if (!reader.Object(condition, path, "dimension", "equals", "in", "prefix", "from", "below")) return Condition.EqualTo("", "");

        var dimension = reader.Text(condition, path, "dimension");
        var equal = reader.OptionalText(condition, path, "equals");
        var prefix = reader.OptionalText(condition, path, "prefix");
        var (from, below) = (reader.OptionalDecimal(condition, path, "from"), reader.OptionalDecimal(condition, path, "below"));
        var list = condition.TryGetProperty("in", out _);
        var range = condition.TryGetProperty("from", out _) || condition.TryGetProperty("below", out _);

        if ((equal is null ? 0 : 1) + (prefix is null ? 0 : 1) + (list ? 1 : 0) + (range ? 1 : 0) != 1)
            reader.Fault(path, "A condition has exactly one of 'equals', 'in', 'prefix' and the range 'from', 'below'.");

        if (list) return Condition.In(dimension, [.. reader.Items(condition, path, "in").Select(item => reader.TextItem(item.Value, item.Path))]);
        if (range) return Condition.Between(dimension, from, below);
        return prefix is not null ? Condition.StartsWith(dimension, prefix) : Condition.EqualTo(dimension, equal ?? "");
    }

    private static Component ReadComponent(JsonElement component, string path, FaultingReader reader)
    {
        if (!reader.Object(component, path, "quantity", "credits", "per", "tiers", "tierMode", "included", "counter", "cost")) return new(null, Credits.Zero);

        ImmutableArray<Tier> tiers = [.. reader.Items(component, path, "tiers", optional: true).Select(item => ReadTier(item.Value, item.Path, reader))];
        var tiered = component.TryGetProperty("tiers", out _);
        if (tiered && component.TryGetProperty("credits", out _)) reader.Fault($"{path}.credits", "A price has either 'credits' or 'tiers'.");
        else if (tiered && tiers.IsEmpty) reader.Fault($"{path}.tiers", "Tiers are a list of at least one.");
        else if (!tiered && component.TryGetProperty("tierMode", out _)) reader.Fault($"{path}.tierMode", "Only a price with tiers has a mode.");

        return new(reader.OptionalText(component, path, "quantity"), tiered ? Credits.Zero : reader.Amount(component, path, "credits"), reader.OptionalWhole(component, path, "per") ?? 1)
        {
            Tiers = tiers,
            TierMode = reader.OptionalChoice<TierMode>(component, path, "tierMode"),
            Included = reader.OptionalQuantity(component, path, "included") ?? Quantity.Zero,
            Counter = reader.OptionalText(component, path, "counter"),
            CostMillionths = ReadCost(component, path, reader),
        };
    }

    private static Tier ReadTier(JsonElement tier, string path, FaultingReader reader) =>
        reader.Object(tier, path, "upTo", "credits") ? new(reader.OptionalQuantity(tier, path, "upTo"), reader.Amount(tier, path, "credits")) : default;

    // Written as the currency's unit; a millionth of it is the smallest.
    private static long ReadCost(JsonElement component, string path, FaultingReader reader) =>
        reader.OptionalQuantity(component, path, "cost") is { } cost ? cost.Millionths : 0;

    private static void Write(Utf8JsonWriter writer, Component component)
    {
        writer.WriteStartObject();
        if (component.Quantity is not null) writer.WriteString("quantity", component.Quantity);
        if (component.Tiers.IsEmpty) writer.WriteNumber("credits", component.Credits.ToDecimal());
        writer.WriteNumber("per", component.Per);
        if (!component.Tiers.IsEmpty)
        {
            writer.WriteString("tierMode", FaultingReader.NameOf(component.TierMode));
            writer.WriteStartArray("tiers");
            foreach (var tier in component.Tiers)
            {
                writer.WriteStartObject();
                if (tier.UpTo is { } upTo) writer.WriteNumber("upTo", upTo.ToDecimal());
                writer.WriteNumber("credits", tier.Credits.ToDecimal());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (component.Included != Quantity.Zero) writer.WriteNumber("included", component.Included.ToDecimal());
        if (component.Counter is not null) writer.WriteString("counter", component.Counter);
        if (component.CostMillionths > 0) writer.WriteNumber("cost", Quantity.FromMillionths(component.CostMillionths).ToDecimal());
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
