namespace Credits.Functions.Deliveries;

/// <summary>What an attempt to deliver led to.</summary>
/// <param name="Outcome">What it means.</param>
/// <param name="Status">The HTTP status of the answer; null for none.</param>
/// <param name="Answer">The beginning of the answer, or what kept it from coming.</param>
public sealed record AttemptResult(AttemptOutcome Outcome, int? Status = null, string? Answer = null)
{
    /// <summary>So much of an answer is kept, in characters: enough to see what is wrong.</summary>
    public const int MaxAnswerLength = 200;

    /// <summary>How long an attempt may last.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
}

/// <summary>What an attempt means.</summary>
public enum AttemptOutcome
{
    /// <summary>It was taken.</summary>
    Delivered,

    /// <summary>The endpoint did not take it.</summary>
    Missed,

    /// <summary>The endpoint is gone for good, by its own word.</summary>
    Gone,

    /// <summary>What lies between kept it from coming to the endpoint, which is not to blame.</summary>
    Unsent,
}
