using Credits.Events;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Usage;

internal static class EventProblems
{
    /// <summary>An event that can't be booked: of other content than before a conflict, else a fault of the request.</summary>
    public static Answer Refused(Refusal refusal) => Problem.Of(
        ProblemTypes.EventRefused, refusal.Code == RefusalCodes.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest,
        $"The event can't be booked: {refusal.Code}.", refusal.Detail);
}
