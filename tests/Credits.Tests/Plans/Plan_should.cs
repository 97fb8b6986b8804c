using Credits.Plans;
using Credits.Rating;

namespace Credits.Tests.Plans;

public sealed class Plan_should
{
    private static readonly Plan Pro = new("pro")
    {
        Fallbacks =
        [
            new("chat", "use model small"),
            new("chat", "use model medium") { Conditions = [Condition.EqualTo("model", "large")] },
        ],
    };

    [Theory]
    [InlineData("chat", """{"model":"large"}""", "use model medium")]
    [InlineData("chat", """{"model":"other"}""", "use model small")]
    [InlineData("image", "{}", null)]
    public void Hint_at_the_most_specific_fallback(string meter, string data, string? hint) =>
        Pro.FallbackFor(Given.Event(data, meter))?.Hint.ShouldBe(hint);

    [Fact]
    public void Be_equal_to_others_only_in_every_part()
    {
        (Pro with { Fallbacks = [.. Pro.Fallbacks] }).ShouldBe(Pro);

        (Pro with { Name = "Pro" }).ShouldNotBe(Pro);
        (Pro with { RateCard = "pro" }).ShouldNotBe(Pro);
        (Pro with { Overrides = [RateOverride.Multiply("image", new(1))] }).ShouldNotBe(Pro);
        (Pro with { Limits = new() { CapturesBeyondHold = true } }).ShouldNotBe(Pro);
        (Pro with { Fallbacks = [] }).ShouldNotBe(Pro);
    }
}
