using System.Text;
using System.Text.Json.Nodes;
using Credits.Events;

namespace Credits.Functions.Tests.Building;

/// <summary>CloudEvents as an app writes them: JSON with everything an event needs, but for what a test changes.</summary>
internal static class Envelope
{
    public static JsonObject Of(string account = "acme", string id = "event", string data = "{}", string time = "2026-03-01T12:00:00Z") => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = "/app",
        ["type"] = Given.Meter,
        ["subject"] = account,
        ["time"] = time,
        ["data"] = JsonNode.Parse(data),
    };

    public static JsonObject Of(UsageEvent usage) =>
        Of(usage.Account.Value, usage.Identity.Id, usage.Data.Canonical, Rfc3339.Write(usage.Time)).With("source", usage.Identity.Source).With("type", usage.Meter);

    public static JsonObject With(this JsonObject envelope, string attribute, JsonNode? value)
    {
        envelope[attribute] = value;
        return envelope;
    }

    public static JsonObject Without(this JsonObject envelope, string attribute)
    {
        envelope.Remove(attribute);
        return envelope;
    }

    public static byte[] Bytes(this JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
