using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Credits.Local.Stack;

namespace Credits.Local.Demo;

/// <summary>The product's API as any app would call it.</summary>
internal sealed class DemoApi : IDisposable
{
    private readonly HttpClient _http;

    public DemoApi(Endpoints endpoints)
    {
        _http = new() { BaseAddress = new(endpoints.Api + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.ApiKey);
    }

    public Task<JsonNode> Get(string path, CancellationToken cancellation) => Ask(HttpMethod.Get, path, null, cancellation);

    public Task<JsonNode> Put(string path, JsonObject body, CancellationToken cancellation) => Ask(HttpMethod.Put, path, body, cancellation);

    public Task<JsonNode> Post(string path, JsonObject body, CancellationToken cancellation) => Ask(HttpMethod.Post, path, body, cancellation);

    public async Task Delete(string path, CancellationToken cancellation)
    {
        using var response = await _http.DeleteAsync(path, cancellation);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> Ask(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode ? JsonNode.Parse(answer)! : throw new HttpRequestException($"{method} {path}: {answer}", null, response.StatusCode);
    }
}
