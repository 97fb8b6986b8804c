using System.Collections.Immutable;
using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Limits;
using Credits.Rating;
using Credits.Thresholds;

namespace Credits.Functions.Thresholds;

/// <summary>All thresholds that one side wants.</summary>
/// <param name="Thresholds">The thresholds; an empty list takes them away.</param>
/// <param name="ExpiryNoticeDays">How many days before a grant expires somebody is told: zero for not at all, null for as the plan says; left out, as it is.</param>
public sealed record ThresholdsRequest(JsonElement Thresholds, Setting<int?> ExpiryNoticeDays = default)
{
    internal ImmutableArray<Threshold> Read(SetBy setter, out IReadOnlyList<Fault> faults)
    {
        var reader = new FaultingReader();
        var thresholds = ThresholdJson.Read(Thresholds, "thresholds", setter, reader);
        var found = reader.Faults.Count > 0 ? [.. reader.Faults] : ThresholdFaults.Of(thresholds, "thresholds").ToList();
        if (ThresholdFaults.OfNotice(ExpiryNoticeDays.Value, "expiryNoticeDays") is { } notice) found.Add(notice);
        faults = found;
        return thresholds;
    }
}
