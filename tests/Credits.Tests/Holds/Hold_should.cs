using Credits.Holds;

namespace Credits.Tests.Holds;

public sealed class Hold_should
{
    private static readonly Hold Hold = Given.Hold("job-7", until: Given.Noon.AddHours(1), meter: "image", member: "ann") with
    {
        Portions = [new("promo", Credits.Of(5)), new("pack", Credits.Of(2.5m))],
    };

    [Fact]
    public void Set_aside_what_its_portions_make_together() => Hold.Amount.ShouldBe(Credits.Of(7.5m));

    [Fact]
    public void Lapse_at_the_very_moment_of_its_end()
    {
        Hold.IsLapsedAt(Given.Noon.AddHours(1).AddTicks(-1)).ShouldBeFalse();
        Hold.IsLapsedAt(Given.Noon.AddHours(1)).ShouldBeTrue();
    }

    [Fact]
    public void Be_equal_to_another_only_in_every_part()
    {
        (Hold with { Portions = [.. Hold.Portions] }).ShouldBe(Hold);

        (Hold with { Id = "other" }).ShouldNotBe(Hold);
        (Hold with { CreditType = Given.Premium }).ShouldNotBe(Hold);
        (Hold with { Meter = null }).ShouldNotBe(Hold);
        (Hold with { Member = "bob" }).ShouldNotBe(Hold);
        (Hold with { PlacedAt = Given.Noon.AddTicks(1) }).ShouldNotBe(Hold);
        (Hold with { ExpiresAt = Given.Noon.AddHours(2) }).ShouldNotBe(Hold);
        (Hold with { Portions = [.. Hold.Portions.Reverse()] }).ShouldNotBe(Hold);
    }
}
