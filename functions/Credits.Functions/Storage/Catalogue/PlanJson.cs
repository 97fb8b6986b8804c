using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Credits.Limits;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>A plan as JSON, the same in the API and in storage. Reading finds every fault at once, with its path.</summary>
public static class PlanJson
{
    /// <summary>Reads a plan.</summary>
    /// <param name="id">The plan's id, which is not part of the JSON.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="faults">Everything that keeps it from being put.</param>
    /// <param name="readable">Whether it is of the right form, so that the plan is what was meant, faulty or not.</param>
    public static Plan Read(string id, JsonElement json, out ImmutableArray<Fault> faults, out bool readable)
    {
        var (reader, plan) = (new FaultingReader(), new Plan(id));
        var unreadable = ImmutableArray<Fault>.Empty;
        if (reader.Object(json, "", ["name", "rateCard", "rateCardVersion", "overrides", "limits", "fallbacks", "thresholds", "topUp", .. PlanTermsJson.Properties]))
        {
            plan = plan with
            {
                Name = reader.OptionalText(json, "", "name"),
                RateCard = reader.OptionalText(json, "", "rateCard"),
                RateCardVersion = ReadVersion(json, reader),
                Overrides = json.TryGetProperty("overrides", out var overrides) ? RateOverridesJson.Read(overrides, "overrides", out unreadable) : [],
                Limits = json.TryGetProperty("limits", out var limits) ? ReadLimits(limits, reader) : LimitDefaults.None,
                Fallbacks = [.. reader.Items(json, "", "fallbacks", optional: true).Select(item => ReadFallback(item.Value, item.Path, reader))],
                Terms = PlanTermsJson.Read(json, reader),
                OnPayment = PaidAllotmentJson.Read(json, reader),
                Thresholds = ThresholdJson.ReadList(json, "", "thresholds", SetBy.Plan, reader),
                TopUp = Given(json, "topUp") && json.GetProperty("topUp") is var topUp && reader.Object(topUp, "topUp", TopUpTermsJson.Properties) ? TopUpTermsJson.Read(topUp, "topUp", reader) : null,
            };
        }

        // Rules that need readable parts; half-read ones would only raise doubles.
        readable = reader.Faults.Count == 0 && unreadable.IsEmpty;
        faults = readable ? PlanFaults.Of(plan) : [.. reader.Faults, .. unreadable];
        return plan;
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static string Write(Plan plan)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (plan.Name is { } name) writer.WriteString("name", name);
            if (plan.RateCard is { } rateCard) writer.WriteString("rateCard", rateCard);
            if (plan.RateCardVersion is { } version) writer.WriteNumber("rateCardVersion", version);
            writer.WritePropertyName("overrides");
            writer.WriteRawValue(RateOverridesJson.Write(plan.Overrides));
            WriteLimits(writer, plan.Limits);
            writer.WriteStartArray("fallbacks");
            foreach (var fallback in plan.Fallbacks)
            {
                writer.WriteStartObject();
                writer.WriteString("meter", fallback.Meter);
                RateJson.WriteConditions(writer, fallback.Conditions);
                writer.WriteString("hint", fallback.Hint);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            PlanTermsJson.Write(writer, plan.Terms, plan.OnPayment);
            ThresholdJson.WriteList(writer, "thresholds", plan.Thresholds);
            if (plan.TopUp is { } topUp)
            {
                writer.WriteStartObject("topUp");
                TopUpTermsJson.Write(writer, topUp);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }

    private static int? ReadVersion(JsonElement json, FaultingReader reader)
    {
        if (!Given(json, "rateCardVersion") || reader.OptionalWhole(json, "", "rateCardVersion") is not { } version) return null;
        if (version is >= 1 and <= int.MaxValue) return (int)version;

        reader.Fault("rateCardVersion", "Must be the number of a published version of the plan's rate card.");
        return null;
    }

    private static LimitDefaults ReadLimits(JsonElement json, FaultingReader reader)
    {
        if (!reader.Object(json, "limits", "policy", "overdraftLimit", "capturesBeyondHold", "caps")) return LimitDefaults.None;

        return new()
        {
            Policy = Given(json, "policy") ? reader.OptionalChoice<LimitPolicy>(json, "limits", "policy") : null,
            OverdraftLimit = reader.OptionalAmount(json, "limits", "overdraftLimit"),
            CapturesBeyondHold = reader.OptionalTruth(json, "limits", "capturesBeyondHold"),
            Caps = [.. reader.Items(json, "limits", "caps", optional: true).Select(item => ReadCap(item.Value, item.Path, reader))],
        };
    }

    private static Cap ReadCap(JsonElement json, string path, FaultingReader reader)
    {
        if (!reader.Object(json, path, "window", "limit", "meter", "eachMember")) return new(default, default, Credits.Zero, SetBy.Plan);

        if (!Given(json, "window")) reader.Fault($"{path}.window", "Missing; must be day, week or month.");
        var scope = new CapScope(reader.OptionalText(json, path, "meter"), Member: null, reader.OptionalTruth(json, path, "eachMember") ?? false);
        return new(scope, reader.OptionalChoice<CapWindow>(json, path, "window"), reader.Amount(json, path, "limit"), SetBy.Plan);
    }

    private static Fallback ReadFallback(JsonElement json, string path, FaultingReader reader) =>
        reader.Object(json, path, "meter", "conditions", "hint")
            ? new(reader.Text(json, path, "meter"), reader.Text(json, path, "hint")) { Conditions = RateJson.ReadConditions(json, path, reader) }
            : new("", "");

    private static void WriteLimits(Utf8JsonWriter writer, LimitDefaults limits)
    {
        writer.WriteStartObject("limits");
        if (limits.Policy is { } policy) writer.WriteString("policy", FaultingReader.NameOf(policy));
        if (limits.OverdraftLimit is { } overdraft) writer.WriteNumber("overdraftLimit", overdraft.ToDecimal());
        if (limits.CapturesBeyondHold is { } beyond) writer.WriteBoolean("capturesBeyondHold", beyond);
        writer.WriteStartArray("caps");
        foreach (var cap in limits.Caps)
        {
            writer.WriteStartObject();
            writer.WriteString("window", FaultingReader.NameOf(cap.Window));
            writer.WriteNumber("limit", cap.Limit.ToDecimal());
            if (cap.Scope.Meter is { } meter) writer.WriteString("meter", meter);
            if (cap.Scope.EachMember) writer.WriteBoolean("eachMember", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static bool Given(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
