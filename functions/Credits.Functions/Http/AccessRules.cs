using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Http;

/// <summary>Who may call which HTTP function, and whether with parameters, read from the functions' own attributes. One without a rule is a mistake, found at start.</summary>
internal sealed class AccessRules
{
    private readonly FrozenDictionary<string, string?> _scopes;
    private readonly FrozenSet<string> _withParameters;

    /// <summary>The rules of functions of types.</summary>
    internal AccessRules(IEnumerable<Type> types)
    {
        MethodInfo[] functions = [.. types.SelectMany(type => type.GetMethods()).Where(IsHttpFunction)];
        _scopes = functions.ToFrozenDictionary(NameOf, ScopeOf, StringComparer.Ordinal);
        _withParameters = functions.Where(function => function.IsDefined(typeof(TakesParametersAttribute))).Select(NameOf).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The rules of this app.</summary>
    public AccessRules() : this(typeof(AccessRules).Assembly.GetTypes())
    {
    }

    /// <summary>The scope that a function asks for; null when it is public.</summary>
    public string? ScopeFor(string function) => _scopes[function];

    /// <summary>Whether a function is called over HTTP.</summary>
    public bool Covers(string function) => _scopes.ContainsKey(function);

    /// <summary>Whether a function reads the query of its URL.</summary>
    public bool TakesParameters(string function) => _withParameters.Contains(function);

    private static string NameOf(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static bool IsHttpFunction(MethodInfo method) =>
        method.GetCustomAttribute<FunctionAttribute>() is not null
        && method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null);

    private static string? ScopeOf(MethodInfo method) =>
        (method.GetCustomAttribute<RequiresScopeAttribute>(), method.GetCustomAttribute<PublicAttribute>()) switch
        {
            ({ Scope: var scope }, null) when Scopes.All.Contains(scope) => scope,
            (null, not null) => null,
            _ => throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} must have either [RequiresScope] with a known scope or [Public]."),
        };
}
