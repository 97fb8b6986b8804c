using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Alerts;

internal static class AlertProblems
{
    public static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownAlertEndpoint, StatusCodes.Status404NotFound, $"There is no alert endpoint '{id}' here.", "Make it with PUT; a GET of all shows which there are.");

    public static Answer TooMany(int limit) =>
        Problem.Of(ProblemTypes.TooManyAlertEndpoints, StatusCodes.Status409Conflict, $"There are {limit} alert endpoints already, as many as there may be.", "Remove one that is not needed with DELETE.");

    public static Answer MailNotSetUp() =>
        Problem.Of(
            ProblemTypes.MailNotSetUp, StatusCodes.Status501NotImplemented, "No alerts can be mailed here: no mail server is set up.",
            "Give a 'url' instead; or the operator sets the app settings Smtp__Host and Smtp__From.");
}
