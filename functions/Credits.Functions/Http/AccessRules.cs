using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Http;

/// <summary>Who may call which HTTP function, read from the functions' own attributes. One without a rule is a mistake, found at start.</summary>
internal sealed class AccessRules(IEnumerable<Type> types)
{
    private readonly FrozenDictionary<string, string?> _scopes = types
        .SelectMany(type => type.GetMethods())
        .Where(IsHttpFunction)
        .ToFrozenDictionary(method => method.GetCustomAttribute<FunctionAttribute>()!.Name, ScopeOf, StringComparer.Ordinal);

    /// <summary>The rules of this app.</summary>
    public AccessRules() : this(typeof(AccessRules).Assembly.GetTypes())
    {
    }

    /// <summary>The scope that a function asks for; null when it is public.</summary>
    public string? ScopeFor(string function) => _scopes[function];

    /// <summary>Whether a function is called over HTTP.</summary>
    public bool Covers(string function) => _scopes.ContainsKey(function);

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
