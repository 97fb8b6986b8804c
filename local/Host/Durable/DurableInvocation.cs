using Credits.Local.Host.Rpc;
using DurableTask.Core.Exceptions;

namespace Credits.Local.Host.Durable;

/// <summary>Runs a function for a work item of the task hub until a worker has answered: one that dies in its midst is followed by the next.</summary>
/// <remarks>At least once: what the dead worker had already done is done again. The item stays locked meanwhile.</remarks>
public sealed class DurableInvocation(WorkerSupervisor workers, ILogger<DurableInvocation> log)
{
    // Until the supervisor, too, has seen the death.
    private static readonly TimeSpan PauseAfterDeath = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the function of a name.</summary>
    /// <exception cref="UnknownFunctionException">The app has no such function with that trigger.</exception>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    /// <exception cref="SessionAbortedException">This host stops; the item goes back to the hub.</exception>
    public async Task<InvocationResponse> Run(string trigger, string name, Func<FunctionDescription, InvocationRequest> requestFor, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var worker = await workers.Ready(stopping);
                var function = Find(worker, trigger, name);
                try
                {
                    return await worker.Invoke(function, requestFor(function), CancellationToken.None);
                }
                catch (WorkerDiedException e)
                {
                    if (!stopping.IsCancellationRequested) log.LogWarning("{Function} is run again by the next worker: {Reason}", name, e.Message);
                    await Task.Delay(PauseAfterDeath, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new SessionAbortedException("The host stops.");
        }
    }

    private static FunctionDescription Find(WorkerChannel worker, string trigger, string name)
    {
        var known = worker.Functions.Where(function => function.Trigger.Type == trigger).ToList();
        return known.Find(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UnknownFunctionException(trigger, name, known.Select(function => function.Name));
    }
}

/// <summary>An orchestration or an activity was asked for that the app does not have.</summary>
public sealed class UnknownFunctionException(string trigger, string name, IEnumerable<string> known)
    : Exception($"The function '{name}' doesn't exist or has no {trigger}. Those known with one are: {string.Join(", ", known)}.");
