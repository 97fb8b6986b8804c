using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

/// <summary>The built function app as a real worker process in a stack of this process, started once for all tests of the collection.</summary>
public sealed class HostedApp : IAsyncLifetime
{
    public const string Collection = "The hosted app";

    private readonly TemporaryDirectory _data = new();
    private readonly HttpClient _http = new();

    public LocalStack Stack { get; private set; } = null!;

    public string DataDirectory => _data.Path;

    /// <summary>What was logged so far.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Is told of each line when it is logged; whoever logs it goes on only then.</summary>
    public event Action<string>? Logged;

    public async Task InitializeAsync()
    {
        var logs = LoggerFactory.Create(logging => logging.AddProvider(new Lines(this)));
        Stack = await LocalStack.Start(new() { DataDirectory = _data.Path }, TimeProvider.System, logs, CancellationToken.None);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Stack.Endpoints.ApiKey);
    }

    public async Task DisposeAsync()
    {
        await Stack.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync($"{Stack.Endpoints.Api}/{path}");

    public async Task<JsonNode> Ask(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Stack.Endpoints.Api}/{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task Send(string account, params string[] events)
    {
        await using var hub = new EventHubProducerClient(Stack.Endpoints.EventHubs, Stack.Endpoints.UsageHub);
        await hub.SendAsync(events.Select(item => new EventData(item)), new SendEventOptions { PartitionKey = account });
    }

    private sealed class Lines(HostedApp app) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;

            var line = formatter(state, exception);
            app.Log.Enqueue(line);
            app.Logged?.Invoke(line);
        }

        public void Dispose()
        {
        }
    }
}

[CollectionDefinition(HostedApp.Collection)]
public sealed class HostedAppCollection : ICollectionFixture<HostedApp>;
