
namespace Credits.Tests;

public sealed class Account_id_should
{
    [Theory]
    [InlineData("acme")]
    [InlineData("Tenant-7_b.eu:user@example.com+test")]
    [InlineData("0")]
    public void Be_written_as_it_was_read(string text) => AccountId.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\\b")]
    [InlineData("zoë")]
    public void Refuse_what_breaks_its_rule(string? text)
    {
        AccountId.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => AccountId.Parse(text!)).Message.ShouldContain(AccountId.Rule);
    }

    [Fact]
    public void Have_at_most_128_characters()
    {
        AccountId.TryParse(new('a', AccountId.MaxLength), out _).ShouldBeTrue();
        AccountId.TryParse(new('a', AccountId.MaxLength + 1), out _).ShouldBeFalse();
    }
}
