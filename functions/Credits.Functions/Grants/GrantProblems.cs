using Credits.Booking;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Grants;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Grants;

internal static class GrantProblems
{
    public static Answer Unknown(string account, string grant) =>
        Problem.Of(
            ProblemTypes.UnknownGrant, StatusCodes.Status404NotFound, $"Account '{account}' was never granted '{grant}'.",
            $"Its open grants are in GET /api/v1/accounts/{account}/balance.");

    public static Answer Exists(string account, string grant) =>
        Problem.Of(
            ProblemTypes.GrantExists, StatusCodes.Status409Conflict, $"Account '{account}' was granted '{grant}' before, with other content.",
            "Nothing was granted now. Give another grant another id; repeat a grant with the content it had.");

    public static Answer Held(string account, Grant grant) =>
        Problem.Of(
            ProblemTypes.GrantHeld, StatusCodes.Status409Conflict, $"{grant.Held} of grant '{grant.Id}' of account '{account}' are held.",
            "Release or capture the holds that set them aside, or wait until they lapse, then void it.");

    public static Answer Closed(string account, ClosedGrant closed)
    {
        var used = closed.Grant.Amount - closed.Expired;
        return Problem.Of(
            ProblemTypes.GrantClosed, StatusCodes.Status409Conflict, $"Nothing is left of grant '{closed.Grant.Id}' of account '{account}' to take back.",
            $"Of its {closed.Grant.Amount} {closed.Grant.CreditType}, {used} were burned or deducted and {closed.Expired} expired; entry {closed.ClosedBy} of the journal took the last.");
    }

    public static Answer Of(Refusal refusal) => refusal.Code switch
    {
        RefusalCodes.TooManyOpenGrants =>
            Problem.Of(ProblemTypes.TooManyOpenGrants, StatusCodes.Status409Conflict, "The account has as many open grants as it may.", refusal.Detail),
        RefusalCodes.AmountOutOfRange =>
            Problem.Of(ProblemTypes.AmountOutOfRange, StatusCodes.Status409Conflict, "The account's total would be too large.", refusal.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that grants do not know."),
    };
}
