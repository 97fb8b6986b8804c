using Credits.Functions.Alerts;
using Credits.Functions.Deliveries;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

public sealed class AlertMailTests
{
    public static TheoryData<string> Types => [.. AlertTypes.All];

    [Fact]
    public void A_mail_says_what_happened_to_whom_with_the_numbers_and_what_to_do()
    {
        var (subject, text) = AlertMail.Of(Of(AlertTypes.BalanceBelow, """{"accountId":"acme","available":95.5,"threshold":{"kind":"credits","value":100},"members":["ann","bob"],"nothing":null}"""));

        subject.ShouldBe("Credits are running low: account acme");
        text.ShouldBe(
            """
            The credits of account acme have fallen below the threshold that was set.

            account id: acme
            available: 95.5
            threshold kind: credits
            threshold value: 100
            members: ann, bob
            at: 2026-03-01T12:00:00Z

            Add credits before they run out, or use less. You get this message once each time the threshold is passed.

            """);
    }

    [Fact]
    public void What_somebody_named_stays_within_its_line()
    {
        var (_, text) = AlertMail.Of(Of(AlertTypes.CapReached, """{"member":"ann\r\n\r\nPlease pay at https://evil.example\u0085\u2028now\u0007","members":["bob\nmallory"]}"""));

        text.ShouldContain("\n\nmember: ann    Please pay at https://evil.example  now \nmembers: bob mallory\nat: ");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void There_are_words_for_every_type(string type)
    {
        var (subject, text) = AlertMail.Of(Of(type, "{}"));

        subject.ShouldNotBeNullOrWhiteSpace();
        text.Split("\n\n").Length.ShouldBe(3);
    }

    private static Delivery Of(string type, string data) => new()
    {
        Owner = AlertOwner.Deployment,
        Id = "id",
        EndpointId = "mailbox",
        EventId = "event",
        Type = type,
        Account = AccountId.Parse("acme"),
        Body = $$"""{"type":"{{type}}","timestamp":"2026-03-01T12:00:00Z","data":{{data}}}""",
        CreatedAt = Given.Noon,
        DueAt = Given.Noon,
    };
}
