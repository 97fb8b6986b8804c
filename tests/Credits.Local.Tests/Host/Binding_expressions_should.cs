using System.Text.Json;
using Credits.Local.Host;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host;

public sealed class Binding_expressions_should
{
    private static readonly BindingExpressions Expressions = new(new Dictionary<string, string> { ["Hub"] = "usage", ["Stage"] = "test" });

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%Hub%", "usage")]
    [InlineData("%Stage%-%Hub%-1", "test-usage-1")]
    [InlineData("100%", "100%")]
    public void Put_settings_in_place(string text, string resolved) => Expressions.Resolve(Binding($$"""{"name":"x","hub":"{{text}}"}"""), "hub").ShouldBe(resolved);

    [Fact]
    public void Name_the_function_and_the_setting_that_is_missing()
    {
        var refusal = Should.Throw<InvalidOperationException>(() => Expressions.Resolve(Binding("""{"hub":"%Nowhere%"}"""), "hub"));

        refusal.Message.ShouldContain("'Count'");
        refusal.Message.ShouldContain("'Nowhere'");
    }

    [Fact]
    public void Name_the_function_and_the_property_that_is_missing()
    {
        var refusal = Should.Throw<InvalidOperationException>(() => Expressions.Resolve(Binding("{}"), "hub"));

        refusal.Message.ShouldContain("'Count'");
        refusal.Message.ShouldContain("'hub'");
    }

    private static FunctionBinding Binding(string json) => new("Count", "eventHubTrigger", JsonSerializer.Deserialize<JsonElement>(json));
}
