using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests;

/// <summary>What the API answered.</summary>
public sealed record ApiAnswer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    private const string ProblemType = "application/problem+json";

    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The paths of all faults, in order.</summary>
    public IEnumerable<string> FaultyPaths => Json["errors"]!.AsArray().Select(fault => fault!["path"]!.GetValue<string>());

    public static async Task<ApiAnswer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(),
        response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>Asserts success, and answers the body.</summary>
    public JsonNode ShouldBe(int status)
    {
        Status.ShouldBe(status, Text);
        return Json;
    }

    /// <summary>Asserts a refusal as RFC 9457 has it, whose type is stable.</summary>
    public ApiAnswer ShouldBeProblem(int status, string type)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe(ProblemType);
        Json["type"]!.GetValue<string>().ShouldBe($"/problems/{type}");
        Json["status"]!.GetValue<int>().ShouldBe(status);
        Json["title"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        Json["detail"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        return this;
    }
}
