using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.Local.Demo;

/// <summary>An alert, in words.</summary>
/// <param name="Account">Of whom.</param>
/// <param name="Subject">Of what: the part of its type before the full stop.</param>
/// <param name="At">When it happened.</param>
/// <param name="Words">What happened.</param>
internal sealed record DemoAlert(string Account, string Subject, DateTimeOffset At, string Words)
{
    private const decimal MinorUnits = 100;

    /// <summary>Reads the body of a webhook.</summary>
    public static DemoAlert Read(JsonObject alert)
    {
        var (type, data) = (alert["type"]!.GetValue<string>(), alert["data"]!.AsObject());
        return new(Text(data, "accountId"), type[..type.IndexOf('.', StringComparison.Ordinal)], alert["timestamp"]!.GetValue<DateTimeOffset>(), WordsOf(type, data));
    }

    private static string WordsOf(string type, JsonObject data) => type switch
    {
        "balance.below" => $"{Threshold(data)} or less: {Number(data, "left")}",
        "balance.exhausted" => "nothing is left",
        "balance.recovered" => $"more than {Threshold(data)} again: {Number(data, "left")}",
        "topup.succeeded" => $"topped up by {Number(data, "credits")} for {Price(data)}",
        "topup.failed" => $"top-up failed: {Text(data, "code")}, again at {data["nextAttemptAt"]!.GetValue<DateTimeOffset>():HH:mm:ss}",
        "topup.paused" => $"top-up paused: {Text(data, "reason")}",
        _ => type,
    };

    private static string Threshold(JsonObject data) => data["thresholdPercent"] is { } percent ? $"{percent}%" : Number(data, "threshold");

    private static string Price(JsonObject data) =>
        $"{(data["price"]!["amount"]!.GetValue<long>() / MinorUnits).ToString("N2", CultureInfo.InvariantCulture)} {data["price"]!["currency"]}";

    private static string Number(JsonObject data, string name) => data[name]!.GetValue<decimal>().ToString("#,0.###", CultureInfo.InvariantCulture);

    private static string Text(JsonObject data, string name) => data[name]!.GetValue<string>();
}
