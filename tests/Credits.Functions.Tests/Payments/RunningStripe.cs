using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Credits.Local.Stripe;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Credits.Functions.Tests.Payments;

/// <summary>Stripe's stand-in, and what people do there.</summary>
public sealed class RunningStripe : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("credits-stripe-").FullName;
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });

    public StripeEndpoint Endpoint { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Endpoint = await StripeEndpoint.Start(_data, 0, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Endpoint.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Endpoint.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> Ask(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(item => KeyValuePair.Create(item.Name, item.Value)));
        using var response = await _http.PostAsync(new Uri(Endpoint.Url, path), content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Uses a card on a page.</summary>
    public async Task<HttpStatusCode> Pay(string page, string card, string? authenticated = null)
    {
        using var content = new FormUrlEncodedContent(new[] { KeyValuePair.Create("card", card) }.Concat(authenticated is null ? [] : [KeyValuePair.Create("authenticated", authenticated)]));
        using var response = await _http.PostAsync(page, content);
        return response.StatusCode;
    }
}
