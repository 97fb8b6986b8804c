using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Plans;

internal static class PlanProblems
{
    public static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownPlan, StatusCodes.Status404NotFound, $"There is no plan '{id}'.", $"Make it with PUT /api/v1/plans/{id}.");
}
