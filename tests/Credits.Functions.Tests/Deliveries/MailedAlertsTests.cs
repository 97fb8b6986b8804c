using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Mail;
using Credits.Functions.Tests.Storage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

[Collection(RunningStorage.Collection)]
public sealed class MailedAlertsTests(RunningStorage storage) : IAsyncLifetime
{
    private SmtpSink _sink = null!;
    private AlertDesk _desk = null!;

    public Task InitializeAsync()
    {
        _sink = SmtpSink.Start();
        _desk = new(storage, smtp: new SmtpOptions { Host = "127.0.0.1", Port = _sink.Port, From = "Credits <alerts@credits.example>", UseTls = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _desk.Dispose();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task An_alert_is_mailed_in_words()
    {
        await _desk.Make(new(Email: "billing@acme.example"));

        var delivery = await _desk.TellAndTry();

        delivery.State.ShouldBe(DeliveryState.Delivered);
        var (to, mail) = _sink.Mails.ShouldHaveSingleItem();
        to.ShouldBe("billing@acme.example");
        mail.ShouldContain($"Subject: Credits are running low: account");
        mail.ShouldContain("balance: 95");
        (await _desk.Endpoint()).Secret.ShouldBeNull();
    }

    [Fact]
    public async Task A_mailbox_that_is_refused_is_the_endpoints_fault()
    {
        await _desk.Make(new(Email: $"{SmtpSink.Nobody}@acme.example"));

        var delivery = await _desk.TellAndTry();

        (delivery.State, delivery.Status, delivery.Answer).ShouldBe((DeliveryState.Pending, 550, "no such mailbox"));
        (await _desk.Endpoint()).FailingSince.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_mail_server_without_tls_is_not_the_endpoints_fault_and_is_tried_again()
    {
        using var wary = new AlertDesk(storage, smtp: new SmtpOptions { Host = "127.0.0.1", Port = _sink.Port, From = "alerts@credits.example" });
        await wary.Make(new(Email: "billing@acme.example"));

        var delivery = await wary.TellAndTry();

        (delivery.State, delivery.Answer).ShouldBe((DeliveryState.Pending, "The mail server could not take it."));
        _sink.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_not_the_endpoints_fault_and_is_tried_again()
    {
        using var port = new ClosedPort();
        using var desk = new AlertDesk(storage, smtp: new SmtpOptions { Host = "127.0.0.1", Port = port.Number, From = "alerts@credits.example", UseTls = false });
        await desk.Make(new(Email: "billing@acme.example"));

        var delivery = await desk.TellAndTry();

        (delivery.State, delivery.Answer).ShouldBe((DeliveryState.Pending, "The mail server could not take it."));
        (await desk.Endpoint()).FailingSince.ShouldBeNull();
    }
}
