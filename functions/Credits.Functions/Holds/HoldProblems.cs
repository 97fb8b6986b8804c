using Credits.Checks;
using Credits.Events;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Holds;

internal static class HoldProblems
{
    public static Answer Unknown(string account, string hold) =>
        Problem.Of(ProblemTypes.UnknownHold, StatusCodes.Status404NotFound, $"Account '{account}' never had a hold '{hold}'.", $"Place one with POST /api/v1/accounts/{account}/holds.");

    public static Answer Exists(string account, string hold) =>
        Problem.Of(
            ProblemTypes.HoldExists, StatusCodes.Status409Conflict, $"Account '{account}' had a hold '{hold}' before, with other content.",
            "Nothing was held now. Give another hold another id; repeat a hold with the content it had.");

    public static Answer Ended(HoldView hold) =>
        Problem.Of(
            ProblemTypes.HoldEnded, StatusCodes.Status409Conflict, $"Hold '{hold.Id}' has ended: it is {hold.State.ToString().ToLowerInvariant()}.",
            $"Nothing was booked. Usage that has happened is booked without it by POST /api/v1/accounts/{hold.AccountId}/debits.");

    public static Answer Exceeded(string hold, Credits held, Credits cost) =>
        Problem.Of(
            ProblemTypes.CaptureExceedsHold, StatusCodes.Status409Conflict, $"The event costs {cost}, but hold '{hold}' has set aside {held}.",
            "Nothing was booked and the hold is still open. The account's limits say 'capturesBeyondHold': false.");

    public static Answer Denied(Verdict verdict) =>
        Problem.Of(ProblemTypes.UsageDenied, StatusCodes.Status403Forbidden, $"The account may not use more: {verdict.Reason}.", verdict.Detail);

    public static Answer Of(Refusal refusal) => refusal.Code switch
    {
        RefusalCodes.InsufficientCredits =>
            Problem.Of(ProblemTypes.InsufficientCredits, StatusCodes.Status402PaymentRequired, "There are not enough credits.", refusal.Detail),
        RefusalCodes.TooManyHolds => Problem.Of(ProblemTypes.TooManyHolds, StatusCodes.Status409Conflict, "The account has as many open holds as it may.", refusal.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that holds do not know."),
    };
}
