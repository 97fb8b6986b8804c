using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Credits.Accounts;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A scheduled change as stored, within an account's settings.</summary>
internal sealed record ScheduledChangePart
{
    [JsonPropertyName("at")] public required DateTimeOffset At { get; init; }

    /// <summary>The plan to come; empty for none, left out when the plan stays.</summary>
    [JsonPropertyName("plan")] public string? Plan { get; init; }

    /// <summary>The pin to come; version zero for none, left out when the pin stays.</summary>
    [JsonPropertyName("pin")] public int? PinnedVersion { get; init; }
    [JsonPropertyName("pinnedUntil")] public DateTimeOffset? PinnedUntil { get; init; }
    [JsonPropertyName("caps")] public ImmutableArray<CapPart>? Caps { get; init; }

    public static ScheduledChangePart Of(ScheduledChange change) => new()
    {
        At = change.At,
        Plan = change.Plan is { } plan ? plan.Id ?? "" : null,
        PinnedVersion = change.Pin is { } pin ? pin.Pin?.Version ?? 0 : null,
        PinnedUntil = change.Pin?.Pin?.Until,
        Caps = change.Caps is { } caps ? [.. caps.Select(CapPart.Of)] : null,
    };

    public ScheduledChange ToChange() => new(At)
    {
        Plan = Plan is { } plan ? new(plan.Length > 0 ? plan : null) : null,
        Pin = PinnedVersion is { } version ? new(version > 0 ? new(version, PinnedUntil) : null) : null,
        Caps = Caps is { } caps ? [.. caps.Select(cap => cap.ToCap())] : null,
    };
}
