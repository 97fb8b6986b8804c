using System.Diagnostics;
using Credits.Functions.Http;

namespace Credits.Functions.Events;

/// <summary>What was taken.</summary>
/// <param name="Accepted">How many events are on their way.</param>
/// <param name="Events">Which.</param>
public sealed record AcceptedView(int Accepted, IReadOnlyList<AcceptedEventView> Events);

/// <summary>An event on its way.</summary>
public sealed record AcceptedEventView(string Source, string Id, string Account);

/// <summary>A fault of one event.</summary>
/// <param name="Path">Its place, such as <c>[3]</c>; <c>body</c> for a single one.</param>
/// <param name="Code">Why it can't be taken; the same codes as dead letters have.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record EventFault(string Path, string Code, string Message);

/// <summary>Events that can't be taken. Nothing was sent.</summary>
public sealed record EventFaults(string Type, string Title, int Status, string Detail, string? TraceId, IReadOnlyList<EventFault> Errors)
{
    internal static Answer Of(IReadOnlyList<EventFault> faults, int events) => Answer.Of(
        400,
        new EventFaults(
            ProblemTypes.InvalidRequest, $"{faults.Count} of {events} events can't be taken; nothing was sent.", 400,
            "Correct them, or leave them out, and send the whole request again.", Activity.Current?.TraceId.ToString(), faults),
        "application/problem+json");
}
