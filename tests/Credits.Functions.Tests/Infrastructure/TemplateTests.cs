using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The templates by the compiler's own word.</summary>
public sealed class TemplateTests
{
    [Fact]
    public async Task They_build_without_a_warning() => (await BicepCompiler.Run("build", BicepCompiler.Path("main.bicep"), "--stdout")).Complaints.ShouldBeEmpty();

    [Fact]
    public async Task They_lint_without_a_warning() => (await BicepCompiler.Run("lint", BicepCompiler.Path("main.bicep"))).Complaints.ShouldBeEmpty();

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Their_parameters_fit(string parameters) => (await BicepCompiler.Run("build-params", BicepCompiler.Path(parameters), "--stdout")).Complaints.ShouldBeEmpty();

    [Fact]
    public async Task No_key_opens_anything()
    {
        var template = (await BicepCompiler.Template).ToJsonString();

        template.ShouldNotContain("listKeys");
        template.ShouldNotContain("AccountKey=");
        template.ShouldNotContain("SharedAccessKey");
        template.Split("\"disableLocalAuth\":true", StringSplitOptions.None).Length.ShouldBe(4, "Event Hubs, Cosmos DB and the workspace");
        template.ShouldContain("\"allowSharedKeyAccess\":false");
        template.ShouldContain("\"enableRbacAuthorization\":true");
    }
}
