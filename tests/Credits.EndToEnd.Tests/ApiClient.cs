using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Local.Stack;

namespace Credits.EndToEnd.Tests;

/// <summary>The API as a customer's program sees it.</summary>
public sealed class ApiClient(Func<Endpoints> endpoints)
{
    /// <summary>1 credit per 1,000 input tokens, 3 per 1,000 output tokens; 5 an image.</summary>
    private const string Prices =
        """
        {"rates":[
          {"meter":"llm.call","components":[{"quantity":"inputTokens","credits":1,"per":1000},{"quantity":"outputTokens","credits":3,"per":1000}]},
          {"meter":"image","components":[{"credits":5}]}]}
        """;

    // What was swallowed is looked for after a minute, every minute; and Stripe waits a minute at most before it tells again.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient _http = new();

    public Task<JsonNode> Get(string path) => Succeed(HttpMethod.Get, path, null);

    public Task<JsonNode> Put(string path, string body) => Succeed(HttpMethod.Put, path, body);

    public Task<JsonNode> Post(string path, string body) => Succeed(HttpMethod.Post, path, body);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> Ask(HttpMethod method, string path, string? body, string? key = null, params (string Name, string Value)[] headers)
    {
        var answer = await Send(method, path, body, key, headers);
        return ((HttpStatusCode)answer.Status, answer.Text.Length == 0 ? null : answer.Json);
    }

    /// <summary>Sends a request with a key: the operator's unless another is given, none when that is empty.</summary>
    public async Task<ApiAnswer> Send(HttpMethod method, string path, string? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"{endpoints().Api}/{path}");
        if (key != "") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? endpoints().ApiKey);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            if (request.Headers.TryAddWithoutValidation(name, value)) continue;
            request.Content!.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await ApiAnswer.Of(response);
    }

    public async Task PublishPrices()
    {
        await Put("rate-cards/default", Prices);
        await Post("rate-cards/default/publish", $$"""{"effectiveFrom":"{{DateTimeOffset.UtcNow.AddDays(-30):O}}"}""");
    }

    /// <summary>Opens an account with credits that have been usable for a month.</summary>
    public async Task<string> OpenAccount(decimal credits, string? id = null, string settings = "{}")
    {
        id ??= $"account-{Guid.NewGuid():N}";
        await Put($"accounts/{id}", settings);
        if (credits > 0)
            await Post($"accounts/{id}/grants", $$"""{"id":"first","kind":"purchase","amount":{{credits}},"effectiveAt":"{{DateTimeOffset.UtcNow.AddDays(-30):O}}"}""");
        return id;
    }

    /// <summary>Publishes the first version of a rate card of its own, in force for longer than any event may be late; answers its id.</summary>
    public async Task<string> PublishCard(string prices)
    {
        var card = $"card-{Guid.NewGuid():N}";
        await Put($"rate-cards/{card}", prices);
        await Post($"rate-cards/{card}/publish", $$"""{"effectiveFrom":"{{DateTimeOffset.UtcNow.AddDays(-100):O}}"}""");
        return card;
    }

    /// <summary>Opens an account that has a rate card of its own.</summary>
    public async Task<string> OpenAccountPricedBy(string prices, decimal credits = 1_000)
    {
        var account = await OpenAccount(credits);
        await Put($"accounts/{account}", $$"""{"rateCard":"{{await PublishCard(prices)}}"}""");
        return account;
    }

    public Task<ApiAnswer> Debit(string account, JsonObject usage) => Send(HttpMethod.Post, $"accounts/{account}/debits", usage.ToJsonString());

    public Task<ApiAnswer> Hold(string account, string body) => Send(HttpMethod.Post, $"accounts/{account}/holds", body);

    public Task<ApiAnswer> Capture(string account, string hold, JsonObject usage) => Send(HttpMethod.Post, $"accounts/{account}/holds/{hold}/capture", usage.ToJsonString());

    public Task<ApiAnswer> Release(string account, string hold) => Send(HttpMethod.Delete, $"accounts/{account}/holds/{hold}");

    /// <summary>All entries of an account's journal.</summary>
    public async Task<IReadOnlyList<JsonNode>> Journal(string account)
    {
        var entries = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Get($"accounts/{account}/journal?limit=500{(cursor is "" ? "" : $"&cursor={cursor}")}");
            entries.AddRange(page.List("entries"));
            cursor = page["cursor"]?.GetValue<string>();
        }

        return entries;
    }

    /// <summary>The default credit type's numbers.</summary>
    public async Task<JsonNode> Balance(string account) => (await Get($"accounts/{account}/balance"))["balances"]![0]!;

    /// <summary>Waits until an account has so many debits, and answers its numbers.</summary>
    public Task<JsonNode> UntilDebits(string account, long debits) =>
        Until(() => Balance(account), balance => balance["debits"]!.GetValue<long>() >= debits, $"{account} to have {debits} debits");

    /// <summary>Waits until everything the event hub holds is settled.</summary>
    public Task<JsonNode> UntilSettled() => Until(() => Get("ingest"), ingest => ingest["lag"]!.GetValue<long>() == 0, "the lag to be 0");

    /// <summary>Waits for dead letters of an account, or of events with an id.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilDeadLetters(Func<JsonNode, bool> which, int count)
    {
        var found = await Until(
            async () => (JsonNode)new JsonArray([.. (await Get("dead-letters?limit=200"))["deadLetters"]!.AsArray().Where(letter => which(letter!)).Select(letter => letter!.DeepClone())]),
            letters => letters.AsArray().Count >= count, $"{count} dead letters");
        return [.. found.AsArray().Select(letter => letter!)];
    }

    public async Task ShouldVerify(string account) => (await Get($"accounts/{account}/verify"))["verified"]!.GetValue<bool>().ShouldBeTrue();

    /// <summary>Asks until an answer meets a condition.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> met, string what)
    {
        var deadline = DateTimeOffset.UtcNow + Deadline;
        while (true)
        {
            var answer = await ask();
            if (met(answer)) return answer;
            if (DateTimeOffset.UtcNow > deadline) throw new TimeoutException($"Waited {Deadline} for {what}; last seen: {(answer is IEnumerable<JsonNode> all and not JsonNode ? string.Join(", ", all) : answer)}");
            await Task.Delay(Poll);
        }
    }

    private async Task<JsonNode> Succeed(HttpMethod method, string path, string? body)
    {
        var (status, answer) = await Ask(method, path, body);
        ((int)status).ShouldBeInRange(200, 299, $"{method} {path}: {answer}");
        return answer!;
    }
}
