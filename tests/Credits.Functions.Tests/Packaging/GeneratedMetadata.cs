using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Shouldly;

namespace Credits.Functions.Tests.Packaging;

/// <summary>What the worker tells the host about the app's functions: the provider that the SDK generates at compile time.</summary>
internal static class GeneratedMetadata
{
    public static async Task<IReadOnlyList<IFunctionMetadata>> Functions() =>
        await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync(AppContext.BaseDirectory);

    public static JsonElement OnlyBinding(this IFunctionMetadata function) =>
        JsonDocument.Parse(function.RawBindings!.ShouldHaveSingleItem()).RootElement;
}
