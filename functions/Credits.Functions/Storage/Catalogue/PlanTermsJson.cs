using System.Collections.Immutable;
using System.Text.Json;
using Credits.Grants;
using Credits.Periods;
using Credits.Plans;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>What a plan grants as JSON, the same in the API, in the catalogue and in accounts.</summary>
internal static class PlanTermsJson
{
    /// <summary>The properties of a plan that are its terms.</summary>
    public static readonly string[] Properties = ["period", "allotments", "proration", "trial", "expiryNoticeDays"];

    private const string Never = "never";

    /// <summary>Reads the terms out of an object that may have other properties too.</summary>
    public static PlanTerms Read(JsonElement json, FaultingReader reader) => new()
    {
        Period = Given(json, "period", out var period) && reader.Object(period, "period", "every", "anchor") ? ReadCycle(period, "period", reader) : Cycle.Monthly,
        Allotments = [.. reader.Items(json, "", "allotments", optional: true).Where(item => !PaidAllotmentJson.IsOne(item.Value)).Select(item => ReadAllotment(item.Value, item.Path, reader))],
        Proration = reader.OptionalChoice<Proration>(json, "", "proration"),
        Trial = Given(json, "trial", out var trial) && reader.Object(trial, "trial", "days", "then") ? ReadTrial(trial, reader) : null,
        ExpiryNoticeDays = reader.WholeOrNone(json, "", "expiryNoticeDays"),
    };

    /// <summary>Writes the terms' properties into an object that is open.</summary>
    /// <param name="writer">Writes it.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="onPayment">What a plan grants on payment, which stands among its allotments; nothing for the terms of an account.</param>
    public static void Write(Utf8JsonWriter writer, PlanTerms terms, ImmutableArray<PaidAllotment> onPayment)
    {
        writer.WriteStartObject("period");
        WriteCycle(writer, terms.Period);
        writer.WriteEndObject();
        writer.WriteStartArray("allotments");
        foreach (var allotment in terms.Allotments) WriteAllotment(writer, allotment);
        foreach (var allotment in onPayment) PaidAllotmentJson.Write(writer, allotment);
        writer.WriteEndArray();
        writer.WriteString("proration", FaultingReader.NameOf(terms.Proration));
        if (terms.ExpiryNoticeDays is { } days) writer.WriteNumber("expiryNoticeDays", days);
        if (terms.Trial is not { } trial) return;

        writer.WriteStartObject("trial");
        writer.WriteNumber("days", trial.Days);
        if (trial.Then is { } then) writer.WriteString("then", then);
        writer.WriteEndObject();
    }

    private static Cycle ReadCycle(JsonElement json, string path, FaultingReader reader) =>
        new(ReadTerm(json, path, "every", reader), reader.OptionalChoice<CycleAnchor>(json, path, "anchor"));

    private static Term ReadTerm(JsonElement json, string path, string name, FaultingReader reader)
    {
        var text = reader.Text(json, path, name);
        if (Term.TryParse(text, out var term)) return term;
        if (text.Length > 0) reader.Fault($"{path}.{name}", $"Must be {Term.Rule}, but is '{text}'.");
        return new(1, TermUnit.Month);
    }

    private static Allotment ReadAllotment(JsonElement json, string path, FaultingReader reader)
    {
        if (!reader.Object(json, path, "id", "amount", "creditType", "every", "anchor", "lifetime", "priority", "rollover", PaidAllotmentJson.Granted)) return new("", Credits.Zero, Cycle.Monthly);

        reader.OptionalChoice<AllotmentGranted>(json, path, PaidAllotmentJson.Granted);
        return new(reader.Text(json, path, "id"), reader.Amount(json, path, "amount"), ReadCycle(json, path, reader))
        {
            CreditType = ReadCreditType(json, path, reader),
            Lifetime = ReadLifetime(json, path, reader),
            Priority = ReadPriority(json, path, reader),
            Rollover = Given(json, "rollover", out var rollover) && reader.Object(rollover, $"{path}.rollover", "percent", "minimum", "maximum", "periods")
                ? ReadRollover(rollover, $"{path}.rollover", reader)
                : null,
        };
    }

    internal static int ReadPriority(JsonElement json, string path, FaultingReader reader) => (int)ReadWhole(json, path, "priority", int.MinValue, reader, Grant.DefaultPriority)!;

    internal static CreditType ReadCreditType(JsonElement json, string path, FaultingReader reader)
    {
        if (reader.OptionalText(json, path, "creditType") is not { } text) return CreditType.Default;
        if (!CreditType.TryParse(text, out var type)) reader.Fault($"{path}.creditType", $"'{text}' is not a credit type: {CreditType.Rule}.");
        return type;
    }

    internal static Lifetime ReadLifetime(JsonElement json, string path, FaultingReader reader) =>
        !Given(json, "lifetime", out var lifetime) ? Lifetime.UntilNextPeriod
        : lifetime.ValueKind == JsonValueKind.String && lifetime.ValueEquals(Never) ? Lifetime.Never
        : Lifetime.Of(ReadTerm(json, path, "lifetime", reader));

    private static RolloverPolicy ReadRollover(JsonElement json, string path, FaultingReader reader) => new(
        (int)ReadWhole(json, path, "percent", 1, reader, Rollover.WholePercent)!,
        reader.OptionalAmount(json, path, "minimum"),
        reader.OptionalAmount(json, path, "maximum"),
        (int?)ReadWhole(json, path, "periods", 1, reader, whenLeftOut: null));

    private static Trial ReadTrial(JsonElement json, FaultingReader reader)
    {
        if (!Given(json, "days", out _)) reader.Fault("trial.days", "Missing; must be a number of days.");
        return new((int)ReadWhole(json, "trial", "days", 1, reader, whenLeftOut: 1)!, reader.OptionalText(json, "trial", "then"));
    }

    private static long? ReadWhole(JsonElement json, string path, string name, int least, FaultingReader reader, long? whenLeftOut)
    {
        if (!Given(json, name, out _)) return whenLeftOut;
        if (reader.OptionalWhole(json, path, name) is not { } whole) return least;
        if (whole >= least && whole <= int.MaxValue) return whole;

        reader.Fault($"{path}.{name}", $"Must be a whole number from {least} on, but is {whole}.");
        return least;
    }

    private static void WriteAllotment(Utf8JsonWriter writer, Allotment allotment)
    {
        writer.WriteStartObject();
        writer.WriteString("id", allotment.Id);
        writer.WriteNumber("amount", allotment.Amount.ToDecimal());
        writer.WriteString("creditType", allotment.CreditType.Value);
        WriteCycle(writer, allotment.Cycle);
        WriteLifetime(writer, allotment.Lifetime);
        writer.WriteNumber("priority", allotment.Priority);
        if (allotment.Rollover is { } rollover)
        {
            writer.WriteStartObject("rollover");
            writer.WriteNumber("percent", rollover.Percent);
            if (rollover.Minimum is { } minimum) writer.WriteNumber("minimum", minimum.ToDecimal());
            if (rollover.Maximum is { } maximum) writer.WriteNumber("maximum", maximum.ToDecimal());
            if (rollover.Periods is { } periods) writer.WriteNumber("periods", periods);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static void WriteLifetime(Utf8JsonWriter writer, Lifetime lifetime)
    {
        if (lifetime.Kind == LifetimeKind.ForTerm) writer.WriteString("lifetime", lifetime.Term.ToString());
        if (lifetime.Kind == LifetimeKind.NeverEnds) writer.WriteString("lifetime", Never);
    }

    private static void WriteCycle(Utf8JsonWriter writer, Cycle cycle)
    {
        writer.WriteString("every", cycle.Every.ToString());
        writer.WriteString("anchor", FaultingReader.NameOf(cycle.Anchor));
    }

    private static bool Given(JsonElement json, string name, out JsonElement value) => json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
