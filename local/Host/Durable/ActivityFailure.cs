using System.Text.Json;
using DurableTask.Core;

namespace Credits.Local.Host.Durable;

/// <summary>Why an activity failed, as its orchestrator gets to know it.</summary>
public static class ActivityFailure
{
    /// <summary>The worker tells type, message and stack as JSON in the message.</summary>
    public static FailureDetails Of(Exception failure)
    {
        if (failure is not FunctionFailedException { Reason: var reason }) return new(failure.GetType().FullName!, failure.Message, stackTrace: null, innerFailure: null, isNonRetriable: false);

        var told = Read(reason);
        return new(told?.ErrorType ?? nameof(FunctionFailedException), told?.ErrorMessage ?? reason, told?.StackTrace, innerFailure: null, isNonRetriable: false);
    }

    private static Told? Read(string reason)
    {
        if (!reason.StartsWith('{')) return null;
        try
        {
            return JsonSerializer.Deserialize<Told>(reason, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null; // a message of the function's own that begins alike
        }
    }

    private sealed record Told(string? ErrorType, string? ErrorMessage, string? StackTrace);
}
