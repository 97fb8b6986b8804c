using Credits.Functions.Storage.Signals;
using Credits.Functions.TopUps;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Credits.Functions.Signals;

/// <summary>Tells what happened to accounts, after it was booked.</summary>
public sealed class SignalFunctions(SignalWork work, SignalSweep sweep)
{
    /// <summary>Works a signal off. When it throws, the host brings it again, and after some tries moves it to the queue <c>signals-poison</c>, from which the sweep brings it back.</summary>
    [Function("Signals")]
    public async Task Run(
        [QueueTrigger(SignalMessages.Queue, Connection = "Storage")] string message, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellation)
    {
        var signal = Signal.Parse(message);
        if (await work.Run(signal, cancellation)) await TopUpInstance.Start(orchestrations, signal.Account, cancellation);
    }

    /// <summary>Finds what a crash swallowed, and tries again what failed.</summary>
    [Function("SignalSweep")]
    public Task Sweep([TimerTrigger("%SignalsSchedule%")] TimerInfo timer, CancellationToken cancellation) => sweep.Run(cancellation);
}
