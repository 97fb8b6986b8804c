using Credits.Functions.Mail;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Mail;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("ann@acme.example")]
    [InlineData("ann+alerts@mail.acme.example")]
    public void An_address_alone_is_a_mailbox(string text) => Mailbox.IsOne(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("@acme.example")]
    [InlineData("ann@")]
    [InlineData("Ann <ann@acme.example>")]
    [InlineData("ann@acme.example,bob@acme.example")]
    [InlineData("ann@acme.example\r\nBcc: bob@acme.example")]
    [InlineData("ann @acme.example")]
    public void Anything_else_is_none(string text) => Mailbox.IsOne(text).ShouldBeFalse();

    [Fact]
    public void What_no_server_takes_is_none() => Mailbox.IsOne($"{new string('a', 250)}@acme.example").ShouldBeFalse();
}
