using Credits.Events;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Corrections;

internal static class CorrectionProblems
{
    public static Answer Exists(string id) =>
        Problem.Of(ProblemTypes.AdjustmentExists, StatusCodes.Status409Conflict, $"The id '{id}' was used before, for another adjustment, conversion or grant.", "Nothing was corrected now. Give another correction another id.");

    public static Answer UnknownEvent(string account, string eventId) =>
        Problem.Of(
            ProblemTypes.UnknownEvent, StatusCodes.Status404NotFound, $"Account '{account}' was not debited for an event '{eventId}' of this source within the dedupe window.",
            $"Nothing was reversed. Look for it with GET /api/v1/accounts/{account}/journal; what an older event burned is given back with POST /api/v1/accounts/{account}/adjustments.");

    public static Answer AlreadyReversed(string eventId, long by) =>
        Problem.Of(ProblemTypes.AlreadyReversed, StatusCodes.Status409Conflict, $"Event '{eventId}' was reversed before.", $"Entry {by} of the journal did; nothing was reversed now.");

    public static Answer Of(Refusal refusal) => refusal.Code switch
    {
        RefusalCodes.TooManyOpenGrants =>
            Problem.Of(ProblemTypes.TooManyOpenGrants, StatusCodes.Status409Conflict, "The account has as many open grants as it may.", refusal.Detail),
        RefusalCodes.AmountOutOfRange =>
            Problem.Of(ProblemTypes.AmountOutOfRange, StatusCodes.Status409Conflict, "The account's total would be too large.", refusal.Detail),
        RefusalCodes.InsufficientCredits =>
            Problem.Of(ProblemTypes.InsufficientCredits, StatusCodes.Status402PaymentRequired, "There are not enough credits.", refusal.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that corrections do not know."),
    };
}
