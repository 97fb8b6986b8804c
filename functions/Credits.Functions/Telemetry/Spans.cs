using System.Diagnostics;

namespace Credits.Functions.Telemetry;

/// <summary>The spans that the app itself makes.</summary>
public static class Spans
{
    /// <summary>Their source.</summary>
    public const string SourceName = "Credits.Functions";

    internal static readonly ActivitySource Source = new(SourceName);
}
