using System.Diagnostics;
using Credits.Local.Azurite;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Demo;

/// <summary>The demo as a process of its own, as a user starts it.</summary>
public sealed class Demo_should : IAsyncLifetime
{
    // As long as it may take on a machine that is busy; it is stopped as soon as all is seen.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    private readonly TemporaryDirectory _data = new();
    private Process _demo = null!;

    public Task InitializeAsync()
    {
        _demo = Process.Start(new ProcessStartInfo("dotnet", [typeof(LocalStack).Assembly.Location, "--data", _data.Path, "--port", "0"]) { RedirectStandardOutput = true })!;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (!_demo.HasExited) _demo.Kill();
        await _demo.WaitForExitAsync();
        _demo.Dispose();
        await AzuritePredecessor.Gone(Path.Combine(_data.Path, "storage"), AzuritePredecessor.Patience, NullLogger.Instance, CancellationToken.None);
        _data.Dispose();
    }

    [Fact]
    public async Task Show_one_customer_topped_up_and_give_up_the_card_of_another()
    {
        string[] awaited = ["acme: topped up by 10,000 for 99.00 EUR", "initech: top-up failed: generic_decline", "initech: top-up paused: generic_decline"];

        await Shows(awaited);

        (await Stop()).ShouldBe(0);
    }

    private async Task Shows(IEnumerable<string> awaited)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var missing = awaited.ToList();
        while (missing.Count > 0 && await _demo.StandardOutput.ReadLineAsync(deadline.Token) is { } line) missing.RemoveAll(line.Contains);

        missing.ShouldBeEmpty();
    }

    private async Task<int> Stop()
    {
        _ = _demo.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var stop = Process.Start("kill", ["-TERM", $"{_demo.Id}"]);
        await _demo.WaitForExitAsync().WaitAsync(Deadline);
        return _demo.ExitCode;
    }
}
