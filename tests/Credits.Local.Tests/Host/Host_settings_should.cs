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
        Read("""{"version":"2.0","extensions":{"http":{"routePrefix":"v9"},"eventHubs":{"maxEventBatchSize":7}}}""").ShouldBe(new HostSettings("v9", 7, new(), new()));

    [Fact]
    public void Be_the_real_hosts_defaults_where_it_says_nothing() => Read("""{"version":"2.0"}""").ShouldBe(new HostSettings("api", 100, new(), new()));

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
            """).MaxEventBatchSize.ShouldBe(5);

    private HostSettings Read(string json)
    {
        File.WriteAllText(Path.Combine(_app.Path, "host.json"), json);
        return HostSettings.Read(_app.Path);
    }
}
