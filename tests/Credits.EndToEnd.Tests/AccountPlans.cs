using System.Net;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests;

/// <summary>Plans and who is on them, in few words.</summary>
internal static class AccountPlans
{
    /// <summary>500 credits a month.</summary>
    public const string Monthly = """{"allotments":[{"id":"monthly","amount":500,"every":"P1M"}]}""";

    /// <summary>How far from UTC it is about noon when the tests begin.</summary>
    public static readonly TimeSpan OffsetFarFromMidnight = TimeSpan.FromHours(12 - DateTimeOffset.UtcNow.Hour);

    /// <summary>The time zone in which it is. The zones' names count the other way round.</summary>
    public static string ZoneFarFromMidnight => $"Etc/GMT{-OffsetFarFromMidnight.Hours:+0;-0;+0}";

    /// <summary>Settings of an account for which no day ends while the tests run.</summary>
    public static string FarFromMidnight => $$"""{"timeZone":"{{ZoneFarFromMidnight}}"}""";

    /// <summary>So much later something is scheduled that is waited for: more than requests take, mostly.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    /// <summary>Makes a plan of its own; answers its id.</summary>
    public static async Task<string> MakePlan(this ApiClient api, string terms)
    {
        var plan = $"plan-{Guid.NewGuid():N}";
        await api.Put($"plans/{plan}", terms);
        return plan;
    }

    /// <summary>Asks to put an account on a plan; null for none, and without a moment, now.</summary>
    public static Task<ApiAnswer> AskForPlan(this ApiClient api, string account, string? plan, string? at = null) =>
        api.Send(HttpMethod.Put, $"accounts/{account}/plan", (at is null ? new JsonObject { ["plan"] = plan } : new JsonObject { ["plan"] = plan, ["at"] = at }).ToJsonString());

    /// <summary>Puts an account on a plan; answers that.</summary>
    public static async Task<JsonNode> PutOnPlan(this ApiClient api, string account, string? plan, string? at = null) => (await api.AskForPlan(account, plan, at)).ShouldBe(200);

    /// <summary>What changes by itself, each as "when plan", with "-" for no plan.</summary>
    public static IEnumerable<string> ScheduledPlans(this JsonNode view) =>
        view.List("scheduled").Select(change => $"{change.Text("at")} {(change.Text("plan") is { Length: > 0 } plan ? plan : "-")}");

    /// <summary>The kinds of an account's entries, the oldest first.</summary>
    public static async Task<IEnumerable<string>> KindsBooked(this ApiClient api, string account) => (await api.Journal(account)).Select(entry => entry.Text("kind"));

    /// <summary>Schedules something for a moment that is soon: for a later one when, on a busy machine, that had come before the request was read.</summary>
    /// <returns>The moment.</returns>
    public static async Task<DateTimeOffset> ScheduleSoon(Func<DateTimeOffset, Task<ApiAnswer>> schedule)
    {
        for (var lead = Soon; ; lead *= 2)
        {
            var at = DateTimeOffset.UtcNow + lead;
            var answer = await schedule(at);
            if (answer.Status == (int)HttpStatusCode.BadRequest && DateTimeOffset.UtcNow >= at) continue;

            answer.ShouldBe(200);
            return at;
        }
    }
}
