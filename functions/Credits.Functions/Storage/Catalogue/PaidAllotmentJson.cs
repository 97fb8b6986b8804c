using System.Collections.Immutable;
using System.Text.Json;
using Credits.Plans;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>What a plan grants on payment as JSON: the last of its allotments, each of which says so.</summary>
internal static class PaidAllotmentJson
{
    /// <summary>The property that says when an allotment is granted.</summary>
    public const string Granted = "granted";

    private static readonly string OnPayment = FaultingReader.NameOf(AllotmentGranted.OnPayment);

    /// <summary>Whether an item of a plan's allotments is one.</summary>
    public static bool IsOne(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(Granted, out var granted) && granted.ValueKind == JsonValueKind.String && granted.ValueEquals(OnPayment);

    /// <summary>Reads those among a plan's allotments.</summary>
    public static ImmutableArray<PaidAllotment> Read(JsonElement plan, FaultingReader reader)
    {
        if (!plan.TryGetProperty("allotments", out var allotments) || allotments.ValueKind != JsonValueKind.Array) return [];

        // Their place names them in faults and in answers, so it must be the same in both.
        var (paid, place) = (ImmutableArray.CreateBuilder<PaidAllotment>(), 0);
        foreach (var item in allotments.EnumerateArray())
        {
            var path = $"allotments[{place++}]";
            if (IsOne(item)) paid.Add(ReadOne(item, path, reader));
            else if (paid.Count > 0) reader.Fault(path, "Comes after one that is granted on payment; put those last.");
        }

        return paid.DrainToImmutable();
    }

    /// <summary>Writes one as an item of a plan's allotments.</summary>
    public static void Write(Utf8JsonWriter writer, PaidAllotment allotment)
    {
        writer.WriteStartObject();
        writer.WriteString("id", allotment.Id);
        writer.WriteNumber("amount", allotment.Amount.ToDecimal());
        writer.WriteString("creditType", allotment.CreditType.Value);
        writer.WriteString(Granted, OnPayment);
        PlanTermsJson.WriteLifetime(writer, allotment.Lifetime);
        writer.WriteNumber("priority", allotment.Priority);
        writer.WriteEndObject();
    }

    // Its periods are those that are paid, so it has no cycle, and nothing of it rolls over.
    private static PaidAllotment ReadOne(JsonElement json, string path, FaultingReader reader)
    {
        reader.Object(json, path, "id", "amount", "creditType", "lifetime", "priority", Granted);
        return new(reader.Text(json, path, "id"), reader.Amount(json, path, "amount"))
        {
            CreditType = PlanTermsJson.ReadCreditType(json, path, reader),
            Lifetime = PlanTermsJson.ReadLifetime(json, path, reader),
            Priority = PlanTermsJson.ReadPriority(json, path, reader),
        };
    }
}

/// <summary>When an allotment is granted.</summary>
internal enum AllotmentGranted
{
    /// <summary>By time: for each of its periods.</summary>
    ByPeriod,

    /// <summary>Whenever a period is paid.</summary>
    OnPayment,
}
