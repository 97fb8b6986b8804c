using Microsoft.Extensions.Options;

namespace Credits.Functions.Configuration;

/// <summary>What keeps the app from starting, as lines for who has to mend it.</summary>
internal static class StartFaults
{
    /// <summary>The faults of its settings; null when it is something else that failed.</summary>
    public static IReadOnlyList<string>? Of(Exception e) => e switch
    {
        OptionsValidationException fault => [.. fault.Failures],
        AggregateException { InnerExceptions: var all } when all.All(inner => inner is OptionsValidationException) => [.. all.SelectMany(inner => ((OptionsValidationException)inner).Failures)],
        _ => null,
    };
}
