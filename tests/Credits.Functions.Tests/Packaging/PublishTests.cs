using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

[Collection(Publishing.Collection)]
public sealed class PublishTests
{
    [Fact]
    public async Task A_build_can_be_published_exactly_when_it_has_the_package()
    {
        var target = Path.Combine(Path.GetTempPath(), $"credits-publish-{Guid.NewGuid():N}");
        try
        {
            var (exitCode, output) = await Publishing.To(target);

            if (Publishing.HasPackage)
            {
                exitCode.ShouldBe(0, output);
            }
            else
            {
                exitCode.ShouldNotBe(0, output);
                output.ShouldContain("error CREDITS002: The build output has no Event Hubs extension");
                Directory.Exists(target).ShouldBeFalse("a refused publish writes nothing");
            }
        }
        finally
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        }
    }
}
