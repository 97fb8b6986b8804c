namespace Credits.Local.Host;

/// <summary>The worker process ended, or its stream did, before an answer came.</summary>
public sealed class WorkerDiedException(string reason) : Exception($"The worker died: {reason}.");

/// <summary>A function answered that it failed.</summary>
public sealed class FunctionFailedException(string function, string message) : Exception($"Function '{function}' failed: {message}");
