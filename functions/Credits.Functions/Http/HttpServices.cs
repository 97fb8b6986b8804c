using Credits.Functions.Configuration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Credits.Functions.Http;

/// <summary>Wires what every HTTP function passes through: problems, keys, parameters, idempotency.</summary>
public static class HttpServices
{
    /// <summary>Adds the API's foundation.</summary>
    public static FunctionsApplicationBuilder AddApi(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddChecked<ApiOptions>().AddSingleton(new AccessRules()).AddSingleton<ApiKeys>();

        builder.UseMiddleware<ProblemMiddleware>().UseMiddleware<ApiKeyMiddleware>().UseMiddleware<ParameterMiddleware>().UseMiddleware<IdempotencyMiddleware>();
        return builder;
    }
}
