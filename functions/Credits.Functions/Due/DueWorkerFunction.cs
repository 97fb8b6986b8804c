using Credits.Functions.Storage.Due;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Due;

/// <summary>Books what time alone changes, for the accounts that <see cref="DueFunction"/> has found.</summary>
public sealed class DueWorkerFunction(DueWork work)
{
    /// <summary>Works a chunk off. When it throws, the host brings the chunk again, and after some tries moves it to the queue <c>due-poison</c>. Nothing need be brought back from there: its accounts stay due, and are found again.</summary>
    /// <param name="chunk">The message.</param>
    /// <param name="cancellation">Signalled when the worker is told to stop.</param>
    [Function("DueWorker")]
    public Task Run([QueueTrigger(DueChunks.Queue, Connection = "Storage")] string chunk, CancellationToken cancellation) => work.Run(DueChunk.Parse(chunk), cancellation);
}
