using Credits.Local.Host;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Host_routes_should
{
    private static readonly Endpoint One = new(null, null, "one");
    private static readonly Endpoint Other = new(null, null, "other");

    [Fact]
    public void Be_none_before_a_worker_is_ready() => new HostRoutes().Endpoints.ShouldBeEmpty();

    [Fact]
    public void Be_replaced_as_a_whole()
    {
        var routes = new HostRoutes();
        routes.Replace([One]);
        routes.Replace([Other]);

        routes.Endpoints.ShouldBe([Other]);
    }

    [Fact]
    public void Show_the_new_routes_to_whoever_is_told_of_the_change()
    {
        var routes = new HostRoutes();
        IReadOnlyList<Endpoint>? seen = null;
        using var registration = routes.GetChangeToken().RegisterChangeCallback(_ => seen = routes.Endpoints, null);

        routes.Replace([One]);

        seen.ShouldBe([One]);
    }

    [Fact]
    public void Tell_of_each_change_anew()
    {
        var routes = new HostRoutes();
        var first = routes.GetChangeToken();
        routes.Replace([One]);
        var second = routes.GetChangeToken();

        first.HasChanged.ShouldBeTrue();
        second.HasChanged.ShouldBeFalse();
    }
}
