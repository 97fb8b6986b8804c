using System.Reflection;
using Credits.Functions.Usage;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

public sealed class GeneratedFunctionsTests
{
    [Fact]
    public async Task No_function_of_the_app_is_dropped_by_the_generator()
    {
        var written = typeof(UsageFunction).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .Select(method => $"{method.GetCustomAttribute<FunctionAttribute>()!.Name} = {method.DeclaringType!.FullName}.{method.Name}")
            .ToList();

        var announced = (await GeneratedMetadata.Functions()).Select(function => $"{function.Name} = {function.EntryPoint}");

        written.ShouldNotBeEmpty();
        announced.ShouldBe(written, ignoreOrder: true);
    }
}
