using Credits.Functions.Mail;
using Microsoft.Extensions.Options;
using MimeKit;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Mail;

public sealed class MailerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = Building.Given.Noon;

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("credits-mail-").FullName, "mail");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task A_mail_becomes_a_file_in_the_pickup_folder()
    {
        await Send("Hello", "Two\nlines");

        using var mail = await OnlyMail();
        (mail.From.ToString(), mail.To.ToString(), mail.Subject, mail.TextBody!.TrimEnd().ReplaceLineEndings("\n")).ShouldBe(("\"Credits\" <alerts@credits.example>", "ann@acme.example", "Hello", "Two\nlines"));
        (mail.MessageId, mail.Date).ShouldBe(("17@credits.example", Noon));
    }

    [Fact]
    public async Task The_same_mail_again_is_the_same_file()
    {
        await Send("Hello", "first");
        await Send("Hello", "second");

        using var mail = await OnlyMail();
        mail.TextBody!.ShouldStartWith("second");
    }

    [Fact]
    public async Task A_subject_makes_no_header_of_its_own()
    {
        await Send("Hello\r\nBcc: everybody@acme.example\r\n\r\nbody", "text");

        using var mail = await OnlyMail();
        mail.Headers.Select(header => header.Field).ShouldNotContain("Bcc");
        mail.TextBody!.ShouldStartWith("text");
    }

    [Fact]
    public async Task A_server_gets_the_mail_over_smtp()
    {
        await using var sink = SmtpSink.Start();

        await new Mailer(Options.Create(new SmtpOptions { Host = "127.0.0.1", Port = sink.Port, From = "alerts@credits.example", UseTls = false }))
            .Send("17", "ann@acme.example", "Hello", "text", Noon, CancellationToken.None);

        var (to, mail) = sink.Mails.ShouldHaveSingleItem();
        to.ShouldBe("ann@acme.example");
        mail.ShouldContain("Message-Id: <17@credits.example>");
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_server_that_has_no_tls()
    {
        await using var sink = SmtpSink.Start();

        await Should.ThrowAsync<Exception>(
            new Mailer(Options.Create(new SmtpOptions { Host = "127.0.0.1", Port = sink.Port, From = "alerts@credits.example" })).Send("17", "ann@acme.example", "Hello", "text", Noon, CancellationToken.None));

        sink.Mails.ShouldBeEmpty();
    }

    private Task Send(string subject, string text) =>
        new Mailer(Options.Create(new SmtpOptions { PickupFolder = _folder, From = "Credits <alerts@credits.example>" })).Send("17", "ann@acme.example", subject, text, Noon, CancellationToken.None);

    private Task<MimeMessage> OnlyMail() => MimeMessage.LoadAsync(Directory.GetFiles(_folder).ShouldHaveSingleItem());
}
