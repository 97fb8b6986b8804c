using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Plans;

/// <summary>Keeps what accounts share.</summary>
public sealed class PlanFunctions(PlanStore plans, PlanChangeStore changes)
{
    private const int MaxText = 400_000;

    /// <summary>Every plan, by id.</summary>
    [Function("GetPlans")]
    [RequiresScope(Scopes.PlansRead)]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/plans")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Ok(new PlansView([.. (await plans.List(cancellation)).Select(PlanSummaryView.Of)]));

    /// <summary>A plan.</summary>
    [Function("GetPlan")]
    [RequiresScope(Scopes.PlansRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/plans/{planId}")] HttpRequest request,
        string planId, CancellationToken cancellation) =>
        await plans.Find(ResourceId.Checked(planId, "planId"), cancellation) is { } stored
            ? Answer.Ok(PlanView.Of(stored.Plan)).With("ETag", stored.ETag)
            : PlanProblems.Unknown(planId);

    /// <summary>Makes a plan, or replaces all of it. It counts for every account on it within seconds.</summary>
    [Function("PutPlan")]
    [RequiresScope(Scopes.PlansWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/plans/{planId}")] HttpRequest request,
        string planId, CancellationToken cancellation)
    {
        ResourceId.Checked(planId, "planId");
        var plan = PlanJson.Read(planId, await RequestBody.Read<JsonElement>(request, cancellation), out var found, out _);
        var faults = plan.RateCard is null || ResourceId.IsOne(plan.RateCard) || IsFound("rateCard") ? found : [new("rateCard", $"'{plan.RateCard}' is not a rate card's id: {ResourceId.Rule}."), .. found];
        if (plan.Terms.Trial?.Then is { } then && !IsFound("trial.then") && await NoPlan(then, planId, cancellation) is { } unknown) faults = faults.Add(unknown);
        if (!faults.IsEmpty) return Problem.Invalid(faults);
        if (PlanJson.Write(plan).Length > MaxText) return Problem.Invalid(new Fault("overrides", $"A plan has at most {MaxText} characters of JSON."));

        var ifMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null;
        await changes.Note(planId, cancellation);
        if (await plans.Save(plan, ifMatch, cancellation) is not { } etag) return Problem.PreconditionFailed($"Plan '{planId}'");

        // Noted before, so that it is whatever becomes of this request; and once more, since writing may have taken longer than a change is left to itself.
        await changes.Note(planId, CancellationToken.None);
        return Answer.Ok(PlanView.Of(plan)).With("ETag", etag);

        bool IsFound(string path) => found.Any(fault => fault.Path == path);
    }

    private async Task<Fault?> NoPlan(string then, string planId, CancellationToken cancellation) =>
        !ResourceId.IsOne(then) ? new("trial.then", $"'{then}' is not a plan's id: {ResourceId.Rule}.")
        : then == planId ? new("trial.then", "A trial is followed by another plan than itself; leave out 'trial' to let it go on.")
        : await plans.Find(then, cancellation) is null ? new("trial.then", $"There is no plan '{then}'; make it first with PUT /api/v1/plans/{then}.")
        : null;
}
