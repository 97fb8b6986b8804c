using Credits.Rating;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Credits.Functions.Http;

/// <summary>Refuses parameters where there are none, so that no misspelt one is silently without effect.</summary>
/// <remarks>What is public is left alone: monitors and browsers add what they like.</remarks>
internal sealed class ParameterMiddleware(AccessRules rules) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition.Name;
        if (rules.Covers(function) && rules.ScopeFor(function) is not null && !rules.TakesParameters(function))
        {
            var faults = context.GetHttpContext()!.Request.Query.Keys.Select(name => new Fault(name, "Unknown parameter; there is none.")).ToList();
            if (faults.Count > 0) throw new ProblemException(Problem.Invalid(faults));
        }

        return next(context);
    }
}
