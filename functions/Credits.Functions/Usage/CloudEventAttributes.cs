using System.Collections.Immutable;
using System.Text.Json;

namespace Credits.Functions.Usage;

/// <summary>The context attributes of a CloudEvent as written, from a JSON envelope or from a message's properties.</summary>
internal readonly record struct CloudEventAttributes(
    string? SpecVersion, string? Id, string? Source, string? Type, string? Subject, string? Time, string? DataContentType, string? Member, string? Hold, EventTrace? Trace)
{
    // Extensions of ours: the member of a team who used something, and the hold that its event captures.
    public const string MemberExtension = "member";
    public const string HoldExtension = "holdid";

    // CloudEvents' AMQP binding allows the first two; HTTP's prefix is what bridges from HTTP leave.
    private static readonly string[] Prefixes = ["cloudEvents:", "cloudEvents_", "ce-", "ce_"];

    /// <summary>Attributes from application properties; null when they make no CloudEvent in binary mode.</summary>
    public static CloudEventAttributes? InBinaryMode(ImmutableDictionary<string, string> properties)
    {
        if (properties.IsEmpty) return null;

        foreach (var prefix in Prefixes)
        {
            if (!properties.ContainsKey(prefix + "specversion")) continue;

            string? Attribute(string name) => properties.GetValueOrDefault(prefix + name);
            return new(
                Attribute("specversion"), Attribute("id"), Attribute("source"), Attribute("type"), Attribute("subject"), Attribute("time"),
                Attribute("datacontenttype"), Attribute(MemberExtension), Attribute(HoldExtension), EventTrace.InProperties(properties, prefix));
        }

        return null;
    }

    /// <summary>Attributes from a JSON envelope. One that is not text reads as absent.</summary>
    public static CloudEventAttributes InEnvelope(JsonElement envelope)
    {
        string? Attribute(ReadOnlySpan<byte> name) =>
            envelope.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        return new(
            Attribute("specversion"u8), Attribute("id"u8), Attribute("source"u8), Attribute("type"u8), Attribute("subject"u8), Attribute("time"u8),
            Attribute("datacontenttype"u8), Attribute("member"u8), Attribute("holdid"u8), EventTrace.InEnvelope(envelope));
    }
}
