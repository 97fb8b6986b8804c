namespace Credits.Functions.Http;

/// <summary>Says that an HTTP function reads the query of its URL, and itself refuses what it does not know of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesParametersAttribute : Attribute;
