using System.Text.Json.Nodes;
using Credits.Functions.Payments;
using Credits.Periods;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Payments;

/// <summary>Invoices of subscriptions, over the real client, against the stand-in.</summary>
public sealed class InvoicesTests(RunningStripe stripe) : IClassFixture<RunningStripe>, IAsyncLifetime
{
    private static readonly DateTimeOffset April = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), May = April.AddMonths(1);

    private StripePayments _payments = null!;

    public async Task InitializeAsync() => _payments = (await CardHolder.Of(stripe)).Payments;

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_invoice_says_what_was_paid_for_whom_and_for_which_period()
    {
        var invoice = await Bill(("metadata[credits_account]", "acme"), ("metadata[credits_plan]", "pro"));

        (await Find(invoice)).ShouldBe(new(invoice, IsPaid: true, new(2_000, "EUR"), "acme", "pro", new BillingPeriod(April, May)));
    }

    [Fact]
    public async Task What_its_subscription_says_now_counts()
    {
        var made = await Make();
        var (invoice, subscription) = (made["id"]!.GetValue<string>(), made["parent"]!["subscription_details"]!["subscription"]!.GetValue<string>());
        (await Find(invoice))!.Account.ShouldBeNull();

        await stripe.Ask($"v1/subscriptions/{subscription}", ("metadata[credits_account]", "acme"));

        (await Find(invoice))!.Account.ShouldBe("acme");
    }

    [Fact]
    public async Task An_invoice_of_prorations_is_for_no_period() =>
        (await Find(await Bill(("metadata[credits_account]", "acme"), ("proration", "true"))))!.Period.ShouldBeNull();

    [Fact]
    public async Task An_invoice_that_nobody_made_is_not_there() => (await Find("in_unheard_of")).ShouldBeNull();

    private async Task<string> Bill(params (string Name, string Value)[] more) => (await Make(more))["id"]!.GetValue<string>();

    private async Task<JsonNode> Make(params (string Name, string Value)[] more) => (await stripe.Ask(
        "stand-in/invoices",
        [("amount", "2000"), ("currency", "eur"), ("period_start", $"{April.ToUnixTimeSeconds()}"), ("period_end", $"{May.ToUnixTimeSeconds()}"), .. more])).Body;

    private Task<Invoice?> Find(string id) => _payments.FindInvoice(id, CancellationToken.None);
}
