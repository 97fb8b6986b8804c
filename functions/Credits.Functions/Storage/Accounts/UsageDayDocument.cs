using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Credits.UsageDays;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A day of usage as stored: a projection of the journal, which can be deleted and comes again.</summary>
internal sealed record UsageDayDocument
{
    public const string DocumentKind = "usageDay";

    private const string DateFormat = "yyyy-MM-dd";

    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;

    /// <summary>The folding that it belongs to; one of another is as good as none.</summary>
    [JsonPropertyName("folding")] public required string Folding { get; init; }

    /// <summary>The date's midnight, as if in UTC, in Unix milliseconds, indexed so that a span of days is found.</summary>
    [JsonPropertyName("at")] public required long At { get; init; }

    [JsonPropertyName("rows")] public required ImmutableArray<UsageRowPart> Rows { get; init; }

    public static string IdOf(DateOnly date) => $"u:{date.ToString(DateFormat, CultureInfo.InvariantCulture)}";

    public static long AtOf(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static UsageDayDocument Of(AccountId account, string folding, UsageDay day) => new()
    {
        Id = IdOf(day.Date),
        AccountId = account.Value,
        Folding = folding,
        At = AtOf(day.Date),
        Rows = [.. day.Rows.Select(row => UsageRowPart.Of(row.Key, row.Value))],
    };

    public UsageDay ToDay() => UsageDay.Of(
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(At).UtcDateTime), Rows.Select(row => KeyValuePair.Create(row.ToKey(), row.ToRow())));
}

/// <summary>A row of a day as stored.</summary>
internal sealed record UsageRowPart
{
    [JsonPropertyName("by")] public required UsageSplit By { get; init; }
    [JsonPropertyName("meter")] public required string Meter { get; init; }
    [JsonPropertyName("type")] public required string CreditType { get; init; }
    [JsonPropertyName("path")] public required string Path { get; init; }
    [JsonPropertyName("value")] public string? Value { get; init; }
    [JsonPropertyName("events")] public required long Events { get; init; }
    [JsonPropertyName("credits")] public required long Credits { get; init; }
    [JsonPropertyName("parts")] public int Parts { get; init; }
    [JsonPropertyName("leavesOut")] public bool LeavesOut { get; init; }

    /// <summary>Millionths as text: they may have more digits than a stored JSON number keeps.</summary>
    [JsonPropertyName("costs")] public required ImmutableSortedDictionary<string, string> Costs { get; init; }
    [JsonPropertyName("quantities")] public required ImmutableSortedDictionary<string, string> Quantities { get; init; }

    public static UsageRowPart Of(UsageKey key, UsageRow row) => new()
    {
        By = key.By,
        Meter = key.Meter,
        CreditType = key.CreditType.Value,
        Path = key.Path,
        Value = key.Value,
        Events = row.Sums.Events,
        Credits = row.Sums.Credits.Millionths,
        Parts = row.Parts,
        LeavesOut = row.LeavesOut,
        Costs = Texts(row.Sums.Costs),
        Quantities = Texts(row.Sums.Quantities),
    };

    public UsageKey ToKey() => new(By, Meter, global::Credits.Grants.CreditType.Parse(CreditType), Path, Value);

    public UsageRow ToRow() => new(new(Events, global::Credits.Credits.FromMillionths(Credits)) { Costs = Sums(Costs), Quantities = Sums(Quantities) }) { Parts = Parts, LeavesOut = LeavesOut };

    private static ImmutableSortedDictionary<string, string> Texts(ImmutableSortedDictionary<string, ExactSum> sums) =>
        sums.ToImmutableSortedDictionary(sum => sum.Key, sum => sum.Value.Millionths.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, ExactSum> Sums(ImmutableSortedDictionary<string, string> texts) =>
        texts.ToImmutableSortedDictionary(text => text.Key, text => new ExactSum(Int128.Parse(text.Value, CultureInfo.InvariantCulture)), StringComparer.Ordinal);
}

/// <summary>How far an account's journal is folded into its days.</summary>
internal sealed record UsageHeadDocument
{
    public const string DocumentId = "u:through";
    public const string DocumentKind = "usageHead";

    [JsonPropertyName("id")] public string Id { get; init; } = DocumentId;
    [JsonPropertyName("accountId")] public required string AccountId { get; init; }
    [JsonPropertyName("kind")] public string Kind { get; init; } = DocumentKind;
    [JsonPropertyName("v")] public int Version { get; init; } = 1;

    /// <summary>Another each time that folding begins anew, so that days of an earlier one do not count twice.</summary>
    [JsonPropertyName("folding")] public required string Folding { get; init; }

    /// <summary>The last entry that counts.</summary>
    [JsonPropertyName("through")] public required long Through { get; init; }

    /// <summary>The earliest day with usage, as a day's <see cref="UsageDayDocument.At"/>; null when there was none.</summary>
    [JsonPropertyName("firstDay")] public long? FirstDay { get; init; }

    /// <summary>Which time zone was in force from which entry on; left out while it was always UTC.</summary>
    [JsonPropertyName("zones")] public ImmutableArray<ZoneChangePart>? Zones { get; init; }

    /// <summary>The edition of the zones' rules that days were told by; left out with the zones.</summary>
    [JsonPropertyName("zoneRules")] public string? ZoneRules { get; init; }

    public ZoneChanges ToZones() => Zones is { } zones ? ZoneChanges.Of(zones.Select(zone => new ZoneChange(zone.From, zone.TimeZone))) : ZoneChanges.None;
}

/// <summary>A change of the time zone as stored.</summary>
internal sealed record ZoneChangePart
{
    /// <summary>The number of the entry that said so.</summary>
    [JsonPropertyName("from")] public required long From { get; init; }

    /// <summary>The zone's IANA name; left out for UTC.</summary>
    [JsonPropertyName("timeZone")] public string? TimeZone { get; init; }
}
