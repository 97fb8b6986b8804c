namespace Credits.Local.Host;

/// <summary>The worker process ended, or its stream did, before an answer came.</summary>
public sealed class WorkerDiedException(string reason) : Exception($"The worker died: {reason}.");

/// <summary>A function answered that it failed.</summary>
public sealed class FunctionFailedException(string function, string reason) : Exception($"Function '{function}' failed: {reason}")
{
    /// <summary>What it said.</summary>
    public string Reason => reason;
}
