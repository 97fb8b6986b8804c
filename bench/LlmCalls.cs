using System.Globalization;
using System.Text;

namespace Credits.Bench;

/// <summary>Calls of language models: the events and the prices of every measurement. An event is about 300 bytes of JSON.</summary>
internal static class LlmCalls
{
    public const string Meter = "llm.call";
    public const string Source = "/apps/assistant";

    /// <summary>Models 1 to 20. Model n costs n credits per 1,000 input tokens and 3 n per 1,000 output tokens.</summary>
    public const int Models = 20;

    private const int MaxInputTokens = 4_000;
    private const int MaxOutputTokens = 800;
    private const long MillionthsPerThousandth = 1_000; // of a credit

    /// <summary>One call.</summary>
    internal readonly record struct Call(int Model, int InputTokens, int OutputTokens)
    {
        /// <summary>What it costs, in millionths of a credit: the prices in words, computed by integers alone.</summary>
        public long Millionths => Model * (InputTokens + 3L * OutputTokens) * MillionthsPerThousandth;
    }

    public static Call Next(Random random) => new(random.Next(1, Models + 1), random.Next(1, MaxInputTokens), random.Next(1, MaxOutputTokens));

    /// <summary>The call as a CloudEvent in structured mode.</summary>
    public static byte[] ToJson(Call call, string id, string account, DateTimeOffset time)
    {
        var data = $$"""{"model":"model-{{call.Model}}","inputTokens":{{call.InputTokens}},"outputTokens":{{call.OutputTokens}},"region":"eu-west-1","streamed":true,"tool":"chat"}""";
        var at = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{id}}","source":"{{Source}}","type":"{{Meter}}","subject":"{{account}}","time":"{{at}}","data":{{data}}}""");
    }

    /// <summary>The prices as the API takes them: one rate a model, and a default.</summary>
    public static string RateCardJson
    {
        get
        {
            static string Components(int model) =>
                $$"""[{"quantity":"inputTokens","credits":{{model}},"per":1000},{"quantity":"outputTokens","credits":{{3 * model}},"per":1000}]""";
            var byModel = Enumerable.Range(1, Models).Select(model =>
                $$"""{"meter":"{{Meter}}","conditions":[{"dimension":"model","equals":"model-{{model}}"}],"components":{{Components(model)}}}""");
            return $$"""{"rates":[{{string.Join(',', byModel)}},{"meter":"{{Meter}}","components":{{Components(1)}}}]}""";
        }
    }
}
