using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.RateCards;

internal static class RateCardProblems
{
    public static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownRateCard, StatusCodes.Status404NotFound, $"Rate card '{id}' has no draft.", $"Make one with PUT /api/v1/rate-cards/{id}.");
}
