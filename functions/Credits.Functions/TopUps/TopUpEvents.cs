using Microsoft.DurableTask;

namespace Credits.Functions.TopUps;

/// <summary>What an orchestration is told while it works and waits.</summary>
/// <remarks>One waiter a name, kept until it hears something: what is told while nobody waits goes to a waiter that was cancelled before, if there is one, and is lost.</remarks>
internal sealed class TopUpEvents(TaskOrchestrationContext context)
{
    private readonly Dictionary<string, Task<string>> _awaited = [];

    /// <summary>Waits for a moment or an event. What was told since the last wait for it counts.</summary>
    public async Task Wait(DateTimeOffset until, string orEvent)
    {
        using var over = new CancellationTokenSource();
        var timer = context.CreateTimer(until.UtcDateTime, over.Token);
        if (!_awaited.TryGetValue(orEvent, out var told)) _awaited[orEvent] = told = context.WaitForExternalEvent<string>(orEvent);
        if (await Task.WhenAny(timer, told) == told) _awaited.Remove(orEvent);
        Release(over);
    }

    // Not by CancelAsync: an orchestrator may wait for nothing that the orchestration does not know.
    private static void Release(CancellationTokenSource over) => over.Cancel();
}
