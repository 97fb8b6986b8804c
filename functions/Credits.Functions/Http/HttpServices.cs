using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Credits.Functions.Http;

/// <summary>Wires what every HTTP function passes through: problems, keys, idempotency.</summary>
public static class HttpServices
{
    private const int Sha256HexLength = 64;

    /// <summary>Adds the API's foundation.</summary>
    public static FunctionsApplicationBuilder AddApi(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section)
            .Validate(
                options => options.OperatorKeyHash is "" || (options.OperatorKeyHash.Length == Sha256HexLength && options.OperatorKeyHash.All(char.IsAsciiHexDigit)),
                $"{ApiOptions.Section}:OperatorKeyHash must be the SHA-256 of the operator's key as {Sha256HexLength} hexadecimal digits.")
            .ValidateOnStart();
        builder.Services.AddSingleton(new AccessRules()).AddSingleton<ApiKeys>();

        builder.UseMiddleware<ProblemMiddleware>().UseMiddleware<ApiKeyMiddleware>().UseMiddleware<IdempotencyMiddleware>();
        return builder;
    }
}
