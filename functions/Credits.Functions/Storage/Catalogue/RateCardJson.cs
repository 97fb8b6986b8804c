using System.Collections.Immutable;
using System.Text.Json;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Rates as JSON, the same in the API and in storage. Reading finds every fault at once, with its path.</summary>
public static class RateCardJson
{
    /// <summary>Reads <c>{"rates": [...]}</c>.</summary>
    /// <param name="card">The JSON.</param>
    /// <param name="faults">Everything that keeps it from being published.</param>
    /// <param name="readable">Whether it is of the right form, so that the rates are what was meant, faulty or not.</param>
    public static ImmutableArray<Rate> Read(JsonElement card, out ImmutableArray<Fault> faults, out bool readable)
    {
        var reader = new FaultingReader();
        var rates = ImmutableArray.CreateBuilder<Rate>();

        if (reader.Object(card, "", "rates"))
            foreach (var (rate, path) in reader.Items(card, "", "rates"))
                rates.Add(ReadRate(rate, path, reader));

        // Rules that need readable rates; half-read ones would only raise doubles.
        readable = reader.Faults.Count == 0;
        faults = readable ? RateCardFaults.Of(rates.ToImmutable()) : [.. reader.Faults];
        return rates.ToImmutable();
    }

    /// <summary>Writes <c>{"rates": [...]}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ImmutableArray<Rate> rates)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("rates");
        foreach (var rate in rates) WriteRate(writer, rate);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Rate ReadRate(JsonElement rate, string path, FaultingReader reader)
    {
        var known = reader.Object(rate, path, "meter", "creditType", "conditions", "components");
        return new()
        {
            Meter = known ? reader.Text(rate, path, "meter") : "",
            CreditType = known ? ReadCreditType(rate, path, reader) : CreditType.Default,
            Conditions = known ? [.. reader.Items(rate, path, "conditions", optional: true).Select(item => ReadCondition(item.Value, item.Path, reader))] : [],
            Components = known ? [.. reader.Items(rate, path, "components").Select(item => ReadComponent(item.Value, item.Path, reader))] : [],
        };
    }

    private static CreditType ReadCreditType(JsonElement rate, string path, FaultingReader reader)
    {
        if (reader.OptionalText(rate, path, "creditType") is not { } name) return CreditType.Default;
        if (!CreditType.TryParse(name, out var type)) reader.Fault($"{path}.creditType", $"'{name}' is not a credit type: {CreditType.Rule}.");
        return type;
    }

    private static Condition ReadCondition(JsonElement condition, string path, FaultingReader reader)
    {
        if (!reader.Object(condition, path, "dimension", "equals", "in", "prefix")) return Condition.EqualTo("", "");

        var dimension = reader.Text(condition, path, "dimension");
        var equal = reader.OptionalText(condition, path, "equals");
        var prefix = reader.OptionalText(condition, path, "prefix");
        var list = condition.TryGetProperty("in", out _);

        if ((equal is null ? 0 : 1) + (prefix is null ? 0 : 1) + (list ? 1 : 0) != 1)
            reader.Fault(path, "A condition has exactly one of 'equals', 'in' and 'prefix'.");

        if (list) return Condition.In(dimension, [.. reader.Items(condition, path, "in").Select(item => reader.TextItem(item.Value, item.Path))]);
        return prefix is not null ? Condition.StartsWith(dimension, prefix) : Condition.EqualTo(dimension, equal ?? "");
    }

    private static Component ReadComponent(JsonElement component, string path, FaultingReader reader) =>
        reader.Object(component, path, "quantity", "credits", "per")
            ? new(reader.OptionalText(component, path, "quantity"), reader.Amount(component, path, "credits"), reader.OptionalWhole(component, path, "per") ?? 1)
            : new(null, Credits.Zero);

    private static void WriteRate(Utf8JsonWriter writer, Rate rate)
    {
        writer.WriteStartObject();
        writer.WriteString("meter", rate.Meter);
        writer.WriteString("creditType", rate.CreditType.Value);
        writer.WriteStartArray("conditions");
        foreach (var condition in rate.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("dimension", condition.Dimension);
            if (condition.Prefix is not null) writer.WriteString("prefix", condition.Prefix);
            else if (condition.Values.Length == 1) writer.WriteString("equals", condition.Values[0]);
            else WriteList(writer, "in", condition.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("components");
        foreach (var component in rate.Components)
        {
            writer.WriteStartObject();
            if (component.Quantity is not null) writer.WriteString("quantity", component.Quantity);
            writer.WriteNumber("credits", component.Credits.ToDecimal());
            writer.WriteNumber("per", component.Per);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
