using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host.Durable;

public sealed class Orchestrations_of_a_stopped_host_should : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Go_on_in_the_next_one()
    {
        string listening, held;
        await using (var app = await RunningDurableApp.Start(_directory.Path, NullLoggerFactory.Instance))
        {
            using var instances = new Instances(app.Url, _directory.Path);
            listening = await instances.Start("Told");
            held = await instances.Start("Held");
            await instances.Says(listening, "listening");
            await instances.Noted(held, "begun held");
        }

        await using (var app = await RunningDurableApp.Start(_directory.Path, NullLoggerFactory.Instance))
        {
            using var instances = new Instances(app.Url, _directory.Path);
            await instances.Raise(listening, "word", "after the stop");
            instances.Release(held);

            (await instances.Ended(listening)).Output.ShouldBe("\"after the stop\"");
            (await instances.Ended(held)).Output.ShouldBe("\"done\"");
            instances.Notes(listening).ShouldBe(["before", "after"]);
            instances.Notes(held).ShouldBe(["before", "begun held", "begun held", "held", "after"]);
        }
    }
}
