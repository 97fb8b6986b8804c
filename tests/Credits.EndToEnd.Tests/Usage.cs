using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests;

/// <summary>Usage events as apps send them.</summary>
internal static class Usage
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>A call at 1 credit per 1,000 input and 3 per 1,000 output tokens.</summary>
    public static JsonObject Call(string account, string id, long inputTokens = 374, long outputTokens = 44) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = "/tests",
        ["type"] = "llm.call",
        ["subject"] = account,
        ["time"] = Now.ToString("O"),
        ["data"] = new JsonObject { ["inputTokens"] = inputTokens, ["outputTokens"] = outputTokens },
    };

    /// <summary>The same with something changed.</summary>
    public static JsonObject But(this JsonObject usage, string property, JsonNode? value)
    {
        usage[property] = value;
        return usage;
    }

    /// <summary>The same without something.</summary>
    public static JsonObject Without(this JsonObject usage, string property)
    {
        usage.Remove(property);
        return usage;
    }
}
