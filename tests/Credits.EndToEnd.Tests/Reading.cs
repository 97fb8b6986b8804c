using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests;

/// <summary>Reads answers in few words.</summary>
internal static class Reading
{
    public static decimal Number(this JsonNode node, string property) => node[property]!.GetValue<decimal>();

    public static string Text(this JsonNode node, string property) => node[property]!.GetValue<string>();

    public static IReadOnlyList<JsonNode> List(this JsonNode node, string property) => [.. node[property]!.AsArray().Select(item => item!)];
}
