using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Credits.Local.Tests.Host.Durable;

/// <summary>What became of an orchestration.</summary>
internal sealed record Instance(string Status, string? Custom, string? Output)
{
    public bool HasEnded => Status is "Completed" or "Failed" or "Terminated";
}

/// <summary>Starts orchestrations of the durable test app, asks for them, and reads what their activities noted.</summary>
internal sealed class Instances(Uri app, string directory) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new(app, "api/") };
    private readonly string _ledger = RunningDurableApp.LedgerIn(directory);

    public async Task<HttpStatusCode> TryStart(string name, string instance, object? input = null)
    {
        using var answer = await _http.PutAsync($"{name}/{instance}", input is null ? null : JsonContent.Create(input));
        return answer.StatusCode;
    }

    /// <summary>Starts one with a new id.</summary>
    public async Task<string> Start(string name, object? input = null)
    {
        var instance = $"{name}-{Guid.NewGuid():N}";
        using var answer = await _http.PutAsync($"{name}/{instance}", input is null ? null : JsonContent.Create(input));
        answer.EnsureSuccessStatusCode();
        return instance;
    }

    public async Task<Instance> Look(string instance)
    {
        using var answer = await _http.GetAsync(instance);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? new("None", null, null)
            : (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Instance>(JsonSerializerOptions.Web))!;
    }

    public async Task Raise(string instance, string name, object value) =>
        (await _http.PostAsJsonAsync($"{instance}/events/{name}", value)).EnsureSuccessStatusCode().Dispose();

    public async Task Terminate(string instance) => (await _http.DeleteAsync(instance)).EnsureSuccessStatusCode().Dispose();

    public async Task<(HttpStatusCode Status, string Text)> SignalAnEntity()
    {
        using var answer = await _http.PostAsync("entities", null);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until an instance has ended, and answers how.</summary>
    public async Task<Instance> Ended(string instance)
    {
        var found = await Look(instance);
        await Until.Holds(async () => (found = await Look(instance)).HasEnded, $"{instance} to end");
        return found;
    }

    public Task Says(string instance, string custom) => Until.Holds(async () => (await Look(instance)).Custom == $"\"{custom}\"", $"{instance} to be {custom}");

    public Task Noted(string instance, string line) => Until.Holds(() => Notes(instance).Contains(line), $"{instance} to have noted '{line}'");

    /// <summary>What an instance's activities noted, in order.</summary>
    public string[] Notes(string instance)
    {
        var file = Path.Combine(_ledger, instance);
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>Lets the activity end that waits for it.</summary>
    public void Release(string instance) => File.WriteAllText(Path.Combine(_ledger, instance + ".go"), "");

    public void Dispose() => _http.Dispose();
}
