using Credits.Local.Host;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Host_settings_should : IDisposable
{
    private readonly TemporaryDirectory _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Be_what_host_json_says() =>
        Read("""{"version":"2.0","extensions":{"http":{"routePrefix":"v9"},"eventHubs":{"maxEventBatchSize":7}}}""").ShouldBe(new HostSettings("v9", new() { MaxEventBatchSize = 7 }, new(), new()));

    [Fact]
    public void Be_the_real_hosts_defaults_where_it_says_nothing() => Read("""{"version":"2.0"}""").ShouldBe(new HostSettings("api", new() { MaxEventBatchSize = 100, MinEventBatchSize = 1, MaxWaitTime = TimeSpan.FromMinutes(1) }, new(), new()));

    [Fact]
    public void Say_how_long_events_wait_for_a_fuller_batch() =>
        Read("""{"extensions":{"eventHubs":{"minEventBatchSize":25,"maxWaitTime":"00:00:30"}}}""").EventHubs
            .ShouldBe(new() { MaxEventBatchSize = 100, MinEventBatchSize = 25, MaxWaitTime = TimeSpan.FromSeconds(30) });

    [Theory]
    [InlineData("maxEventBatchSize", "0")]
    [InlineData("minEventBatchSize", "0")]
    [InlineData("minEventBatchSize", "101")]
    [InlineData("minEventBatchSize", "\"many\"")]
    [InlineData("maxWaitTime", "\"-00:00:01\"")]
    [InlineData("maxWaitTime", "\"00:10:01\"")]
    [InlineData("maxWaitTime", "\"soon\"")]
    public void Refuse_a_wait_that_the_real_host_refuses(string name, string value) =>
        Should.Throw<InvalidOperationException>(() => ReadEventHubs(name, value)).Message.ShouldContain(name);

    [Theory]
    [InlineData("minEventBatchSize", "100")]
    [InlineData("maxWaitTime", "\"00:10:00\"")]
    [InlineData("maxWaitTime", "\"00:00:00\"")]
    public void Take_the_longest_wait_that_the_real_host_takes(string name, string value) =>
        Should.NotThrow(() => ReadEventHubs(name, value));

    [Fact]
    public void Be_overridden_by_app_settings()
    {
        var settings = Read(
            """{"extensions":{"eventHubs":{"minEventBatchSize":25},"queues":{"batchSize":4},"durableTask":{"hubName":"First"}}}""",
            ("AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize", "50"),
            ("AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime", "00:00:20"),
            ("azurefunctionsjobhost__extensions__http__routePrefix", ""),
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "8"),
            ("AzureFunctionsJobHost__extensions__durableTask__hubName", "Second"),
            ("UsageHub", "usage"));

        (settings.EventHubs.MinEventBatchSize, settings.EventHubs.MaxWaitTime, settings.RoutePrefix).ShouldBe((50, TimeSpan.FromSeconds(20), ""));
        (settings.Queues.BatchSize, settings.Durable.HubName).ShouldBe((8, "Second"));
    }

    [Fact]
    public void Say_how_queues_are_read() =>
        Read("""{"extensions":{"queues":{"batchSize":4,"maxDequeueCount":3,"visibilityTimeout":"00:00:30","maxPollingInterval":"00:00:05","messageEncoding":"none"}}}""").Queues.ShouldBe(new()
        {
            BatchSize = 4,
            NewBatchThreshold = 2, // half a batch, unless it is stated
            MaxDequeueCount = 3,
            VisibilityTimeout = TimeSpan.FromSeconds(30),
            MaxPollingInterval = TimeSpan.FromSeconds(5),
            IsBase64 = false,
        });

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public void Refuse_a_batch_that_the_service_does_not_give(int messages) =>
        Should.Throw<InvalidOperationException>(() => Read("""{"extensions":{"queues":{"batchSize":N}}}""".Replace("N", $"{messages}", StringComparison.Ordinal))).Message.ShouldContain($"{messages}");

    [Fact]
    public void Say_which_task_hub_there_is() =>
        Read("""{"extensions":{"durableTask":{"hubName":"Credits","storageProvider":{"type":"AzureStorage","connectionName":"Storage"}}}}""").Durable
            .ShouldBe(new() { HubName = "Credits", ConnectionName = "Storage" });

    [Theory]
    [InlineData("a")]
    [InlineData("my-hub")]
    [InlineData("%Hub%")]
    public void Refuse_what_is_no_name_of_a_task_hub(string name) =>
        Should.Throw<InvalidOperationException>(() => Read("""{"extensions":{"durableTask":{"hubName":"NAME"}}}""".Replace("NAME", name, StringComparison.Ordinal))).Message.ShouldContain($"'{name}'");

    [Fact]
    public void Refuse_a_task_hub_that_is_not_in_storage() =>
        Should.Throw<NotSupportedException>(() => Read("""{"extensions":{"durableTask":{"storageProvider":{"type":"mssql"}}}}""")).Message.ShouldContain("'mssql'");

    [Fact]
    public void Allow_routes_without_a_prefix() => Read("""{"extensions":{"http":{"routePrefix":""}}}""").RoutePrefix.ShouldBe("");

    [Fact]
    public void Be_read_past_comments_and_trailing_commas() =>
        Read(
            """
            {
              // how many at a time
              "extensions": { "eventHubs": { "maxEventBatchSize": 5, }, /* nothing else */ },
            }
            """).EventHubs.MaxEventBatchSize.ShouldBe(5);

    private HostSettings ReadEventHubs(string name, string value) => Read($$"""{"extensions":{"eventHubs":{"{{name}}":{{value}} } } }""");

    private HostSettings Read(string json, params (string Name, string Value)[] appSettings)
    {
        File.WriteAllText(Path.Combine(_app.Path, "host.json"), json);
        return HostSettings.Read(_app.Path, appSettings.ToDictionary(setting => setting.Name, setting => setting.Value));
    }
}
