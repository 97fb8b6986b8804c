using Credits.Grants;

namespace Credits.Tests.Grants;

public sealed class Grant_should
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Be_usable_from_its_effect_until_just_before_its_end()
    {
        var grant = Given.Grant(100, from: March, until: April);

        grant.IsUsableAt(March.AddTicks(-1)).ShouldBeFalse();
        grant.IsUsableAt(March).ShouldBeTrue();
        grant.IsUsableAt(April.AddTicks(-1)).ShouldBeTrue();
        grant.IsUsableAt(April).ShouldBeFalse();
    }

    [Fact]
    public void Never_expire_when_no_end_is_stated() => Given.Grant(100, until: null).IsExpiredAt(DateTimeOffset.MaxValue).ShouldBeFalse();

    [Fact]
    public void Have_the_same_end_whatever_the_offset_it_is_written_in() =>
        Given.Grant(100, until: April).IsExpiredAt(new DateTimeOffset(2026, 4, 1, 2, 0, 0, TimeSpan.FromHours(2))).ShouldBeTrue();

    [Fact]
    public void Pay_for_every_meter_when_it_names_none() => Given.Grant(100).Admits("llm.call").ShouldBeTrue();

    [Fact]
    public void Pay_only_for_the_meters_it_names()
    {
        var grant = Given.Grant(100, meters: ["image", "video"]);

        grant.Admits("image").ShouldBeTrue();
        grant.Admits("Image").ShouldBeFalse();
        grant.Admits("imagery").ShouldBeFalse();
    }

    [Fact]
    public void Be_the_same_grant_whatever_is_left_of_it()
    {
        var full = Given.Grant(100);
        var half = full with { Remaining = Credits.Of(50) };

        half.IsSameGrantAs(full).ShouldBeTrue();
        half.ShouldNotBe(full);
    }

    public static TheoryData<string, Func<Grant, Grant>> OtherTerms => new()
    {
        { "id", grant => grant with { Id = "other" } },
        { "kind", grant => grant with { Kind = GrantKind.Promo } },
        { "credit type", grant => grant with { CreditType = Given.Premium } },
        { "amount", grant => grant with { Amount = Credits.Of(101) } },
        { "effect", grant => grant with { EffectiveAt = March.AddTicks(1) } },
        { "end", grant => grant with { ExpiresAt = null } },
        { "priority", grant => grant with { Priority = 1 } },
        { "meters", grant => grant with { Meters = ["video", "image"] } },
        { "reference", grant => grant with { Reference = "invoice 2" } },
    };

    [Theory, MemberData(nameof(OtherTerms))]
    public void Be_another_grant_when_any_term_differs(string term, Func<Grant, Grant> change)
    {
        var grant = Given.Grant(100, from: March, until: April, meters: ["image", "video"]);

        change(grant).IsSameGrantAs(grant).ShouldBeFalse(term);
        (grant with { Meters = ["image", "video"] }).IsSameGrantAs(grant).ShouldBeTrue();
    }
}
