using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using Credits.Local.Processes;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Processes;

public sealed class Guarded_process_should
{
    private readonly ConcurrentQueue<string> _output = new();

    [Fact]
    public async Task Hand_over_all_output_before_it_says_that_the_child_has_ended()
    {
        using var child = await Start("seq", "5000");

        (await child.Exited.WaitAsync(Until.Deadline)).ShouldBe(0);

        _output.Count.ShouldBe(5000);
        _output.Last().ShouldBe("5000");
    }

    [Fact]
    public async Task Pass_the_exit_code_on()
    {
        using var child = await Start("sh", "-c", "exit 42");

        (await child.Exited.WaitAsync(Until.Deadline)).ShouldBe(42);
    }

    [Fact]
    public async Task Tell_the_childs_own_process_id()
    {
        using var child = await Start("sh", "-c", "echo $$");
        await child.Exited.WaitAsync(Until.Deadline);

        _output.Single().ShouldBe(child.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Set_and_remove_environment_variables()
    {
        var environment = new Dictionary<string, string?> { ["CREDITS_SET"] = "a b", ["HOME"] = null };
        using var child = await GuardedProcess.Start(
            "sh", ["-c", "echo \"${CREDITS_SET-unset}|${HOME-unset}\""], "/", environment, _output.Enqueue, _output.Enqueue);
        await child.Exited.WaitAsync(Until.Deadline);

        _output.Single().ShouldBe("a b|unset");
    }

    [Fact]
    public async Task Kill_a_child_that_does_not_want_to_end()
    {
        using var child = await Start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        await Until.Holds(() => _output.Contains("ready"), "the child to be ready");
        child.Stop();
        child.Kill();

        (await child.Exited.WaitAsync(Until.Deadline)).ShouldBe(128 + 9);
    }

    [Fact]
    public async Task Let_a_child_end_in_order_when_it_is_stopped()
    {
        using var child = await Start("sh", "-c", "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await Until.Holds(() => _output.Contains("ready"), "the child to be ready");
        child.Stop();

        (await child.Exited.WaitAsync(Until.Deadline)).ShouldBe(3);
        _output.Last().ShouldBe("bye");
    }

    [Fact]
    public async Task Refuse_a_program_that_does_not_exist() =>
        (await Should.ThrowAsync<Win32Exception>(() => Start("no-such-program"))).Message.ShouldContain("no-such-program");

    [Fact]
    public async Task Leave_no_child_behind_when_the_parent_is_killed()
    {
        var (parent, child) = await Victim.HoldingAChild();
        Until.IsAlive(child).ShouldBeTrue();

        parent.Kill();

        await Until.Gone(child);
        parent.Dispose();
    }

    private Task<GuardedProcess> Start(string file, params string[] arguments) =>
        GuardedProcess.Start(file, arguments, "/", new Dictionary<string, string?>(), _output.Enqueue, _output.Enqueue);
}
