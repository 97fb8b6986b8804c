using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Credits.Functions.Storage.Catalogue;
using Credits.Plans;
using Credits.Subscriptions;

namespace Credits.Functions.Storage.Accounts;

/// <summary>A subscription as stored, in the account and in the journal alike.</summary>
internal sealed record SubscriptionPart
{
    /// <summary>The terms as one JSON text: that of the plan.</summary>
    [JsonPropertyName("terms")] public required string Terms { get; init; }
    [JsonPropertyName("turn")] public required PlanTurnPart Turn { get; init; }

    public static SubscriptionPart Of(Subscription subscription)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            PlanTermsJson.Write(writer, subscription.Terms, onPayment: []);
            writer.WriteEndObject();
        }

        return new() { Terms = Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length)), Turn = PlanTurnPart.Of(subscription.Turn) };
    }

    public Subscription ToSubscription() => new(ReadTerms(), Turn.ToTurn());

    private PlanTerms ReadTerms()
    {
        using var json = JsonDocument.Parse(Terms);
        var reader = new FaultingReader();
        var terms = PlanTermsJson.Read(json.RootElement, reader);
        return reader.Faults.Count == 0 ? terms : throw new InvalidOperationException($"Stored terms can't be read at {reader.Faults[0].Path}: {reader.Faults[0].Message}");
    }
}

/// <summary>A turn on a plan as stored.</summary>
internal sealed record PlanTurnPart
{
    [JsonPropertyName("plan")] public required string Plan { get; init; }
    [JsonPropertyName("since")] public required DateTimeOffset Since { get; init; }
    [JsonPropertyName("granted")] public required ImmutableArray<GrantedThroughPart> Granted { get; init; }

    public static PlanTurnPart Of(PlanTurn turn) => new() { Plan = turn.Plan, Since = turn.Since, Granted = [.. turn.Granted.Select(GrantedThroughPart.Of)] };

    public PlanTurn ToTurn() => new(Plan, Since, [.. Granted.Select(granted => granted.ToGranted())]);
}

/// <summary>The days of a trial as stored.</summary>
internal sealed record TrialDaysPart
{
    [JsonPropertyName("plan")] public required string Plan { get; init; }
    [JsonPropertyName("end")] public required DateTimeOffset End { get; init; }

    public static TrialDaysPart Of(TrialDays days) => new() { Plan = days.Plan, End = days.End };

    public TrialDays ToDays() => new(Plan, End);
}

/// <summary>How far an allotment has been granted, as stored.</summary>
internal sealed record GrantedThroughPart
{
    [JsonPropertyName("allotment")] public required string Allotment { get; init; }
    [JsonPropertyName("through")] public required DateTimeOffset Through { get; init; }
    [JsonPropertyName("atMost")] public long? AtMost { get; init; }

    public static GrantedThroughPart Of(GrantedThrough granted) => new() { Allotment = granted.Allotment, Through = granted.Through, AtMost = granted.AtMost?.Millionths };

    public GrantedThrough ToGranted() => new(Allotment, Through) { AtMost = AtMost is { } most ? Credits.FromMillionths(most) : null };
}
