using Credits.Grants;

namespace Credits.Tests.Grants;

public sealed class Credit_type_should
{
    [Fact]
    public void Be_credits_where_none_is_named()
    {
        default(CreditType).Value.ShouldBe("credits");
        CreditType.Parse("credits").ShouldBe(CreditType.Default);
    }

    [Theory]
    [InlineData("premium")]
    [InlineData("gpu-hours-2")]
    [InlineData("0")]
    [InlineData("an-id-of-exactly-thirty-two-char")]
    public void Be_written_as_it_was_read(string text) => CreditType.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Premium")]
    [InlineData("gpu hours")]
    [InlineData("crédits")]
    [InlineData("an-id-of-more-than-thirty-two-chars")]
    public void Refuse_what_breaks_its_rule(string? text)
    {
        CreditType.TryParse(text, out var type).ShouldBeFalse();
        type.ShouldBe(CreditType.Default);
        Should.Throw<FormatException>(() => CreditType.Parse(text!)).Message.ShouldContain(CreditType.Rule);
    }
}
