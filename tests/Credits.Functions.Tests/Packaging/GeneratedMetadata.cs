using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Shouldly;

namespace Credits.Functions.Tests.Packaging;

/// <summary>What the worker tells the host about the app's functions: the provider that the SDK generates at compile time.</summary>
internal static partial class GeneratedMetadata
{
    public static async Task<IReadOnlyList<IFunctionMetadata>> Functions() =>
        await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync(AppContext.BaseDirectory);

    public static JsonElement OnlyBinding(this IFunctionMetadata function) =>
        JsonDocument.Parse(function.RawBindings!.ShouldHaveSingleItem()).RootElement;

    /// <summary>The app settings that its triggers name.</summary>
    public static IEnumerable<string> SettingsInTriggers(this IFunctionMetadata function) => Setting().Matches(string.Concat(function.RawBindings!)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("%([A-Za-z]+)%")]
    private static partial Regex Setting();
}
