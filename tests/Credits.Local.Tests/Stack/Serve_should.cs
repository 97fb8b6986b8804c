using System.Net;
using System.Net.Http.Headers;
using Credits.Local.Stack;
using Credits.Local.Tests.Host;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Stack;

[Collection(HostedApp.Collection)]
public sealed class Serve_should(HostedApp app) : IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Run_beside_another_with_ports_and_data_of_its_own_and_leave_no_process_when_stopped()
    {
        await using var stack = await ServedStack.Start();
        var children = await stack.Children();
        children.ShouldAllBe(child => Until.IsAlive(child));

        await app.Ask(HttpMethod.Put, "accounts/only-in-one", "{}");
        (await Find(app.Stack.Endpoints)).ShouldBe(HttpStatusCode.OK);
        (await Find(stack.Endpoints)).ShouldBe(HttpStatusCode.NotFound);
        (await Find(stack.Endpoints with { ApiKey = app.Stack.Endpoints.ApiKey })).ShouldBe(HttpStatusCode.Unauthorized);

        (await stack.Stop()).ShouldBe(0);
        children.ShouldAllBe(child => !Until.IsAlive(child));
    }

    [Fact]
    public async Task Leave_no_process_when_killed()
    {
        await using var stack = await ServedStack.Start();
        var children = await stack.Children();

        stack.Kill();

        foreach (var child in children) await Until.Gone(child);
    }

    [Fact]
    public async Task Refuse_data_that_another_stack_works_on()
    {
        var (code, error) = await ServedStack.Refusal(app.DataDirectory);

        code.ShouldBe(1);
        error.ShouldBe($"Another local stack runs on {app.DataDirectory}; stop it, or give this one a --data directory of its own.");
    }

    [Fact]
    public async Task Refuse_a_port_that_is_taken()
    {
        var port = new Uri(app.Stack.Endpoints.Api).Port;

        var (code, error) = await ServedStack.Refusal(_data.Path, "--port", $"{port}");

        code.ShouldBe(1);
        error.ShouldBe($"Port {port} is taken by another process; choose another with --port, or 0 for any that is free.");
    }

    [Fact]
    public async Task Refuse_a_port_that_is_none()
    {
        var (code, error) = await ServedStack.Refusal(_data.Path, "--port", "99999");

        code.ShouldBe(1);
        error.ShouldBe("99999 is no port; choose one up to 65535, or 0 for any that is free.");
    }

    [Theory]
    [InlineData("--reset")]
    [InlineData]
    public async Task Leave_a_folder_alone_that_is_not_a_stacks(params string[] arguments)
    {
        var precious = Path.Combine(_data.Path, "thesis.txt");
        await File.WriteAllTextAsync(precious, "all of it");

        var (code, error) = await ServedStack.Refusal(_data.Path, arguments);

        code.ShouldBe(1);
        error.ShouldStartWith($"{_data.Path} is not a local stack's data directory");
        Directory.EnumerateFileSystemEntries(_data.Path).ShouldBe([precious]);
    }

    private async Task<HttpStatusCode> Find(Endpoints endpoints)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoints.Api}/accounts/only-in-one");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.ApiKey);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }
}
