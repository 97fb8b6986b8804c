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
        Read("""{"version":"2.0","extensions":{"http":{"routePrefix":"v9"},"eventHubs":{"maxEventBatchSize":7}}}""").ShouldBe(new HostSettings("v9", 7));

    [Fact]
    public void Be_the_real_hosts_defaults_where_it_says_nothing() => Read("""{"version":"2.0"}""").ShouldBe(new HostSettings("api", 100));

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
