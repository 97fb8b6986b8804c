using System.Text.Json.Nodes;
using Credits.Functions.Payments;
using Credits.Functions.Purchases;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Credits.Plans;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Purchases;

[Collection(RunningStorage.Collection)]
public sealed class InvoiceSettlementTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly DateTimeOffset NextMonth = new(Now.AddDays(30).Date, TimeSpan.Zero);

    private readonly Shop _shop = new(storage, accounts);
    private readonly string _plan = $"plan-{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        await _shop.Open();
        await Save(new PaidAllotment("base", Credits.Of(500)));
        await _shop.ComeTo(_plan);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_paid_invoice_grants_what_the_plan_allots_on_payment_with_what_was_paid()
    {
        var invoice = Bill();

        (await Settle(invoice)).ShouldBe(SettlementOutcome.Settled);

        var grant = (await _shop.Granted()).ShouldHaveSingleItem();
        (grant.Id, grant.Kind, grant.Amount, grant.Cost, grant.ExpiresAt).ShouldBe(($"{invoice.Id}-base", GrantKind.Allotment, Credits.Of(500), new Money(2_000, "EUR"), NextMonth));
        (await _shop.Verifies()).ShouldBeTrue();
    }

    [Fact]
    public async Task An_invoice_settled_by_many_at_once_grants_once()
    {
        var invoice = Bill();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new Shop(storage, accounts, _shop).Invoices.Settle(invoice.Id, CancellationToken.None)));

        (await _shop.Granted()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_invoice_that_has_granted_grants_nothing_more_though_the_plan_changes()
    {
        var invoice = Bill();
        await Settle(invoice);
        await Save(new PaidAllotment("base", Credits.Of(900)), new PaidAllotment("more", Credits.Of(100)));

        (await new Shop(storage, accounts, _shop).Invoices.Settle(invoice.Id, CancellationToken.None)).Outcome.ShouldBe(SettlementOutcome.Settled);

        (await _shop.Granted()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_burned_away_is_not_granted_again_when_the_note_of_it_was_lost()
    {
        var invoice = Bill();
        await Settle(invoice);
        await _shop.Burn(500);
        await _shop.LoseNoteOf(invoice.Id);

        (await Settle(invoice)).ShouldBe(SettlementOutcome.Settled);

        (await _shop.Granted()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task What_was_granted_counts_though_it_was_not_noted_before_the_account_came_to_another_plan(decimal burned)
    {
        var invoice = Bill();
        await Settle(invoice);
        await _shop.LoseNoteOf(invoice.Id);
        if (burned > 0) await _shop.Burn(burned);
        var next = $"{_plan}-next";
        await _shop.Plans.Save(new(next) { OnPayment = [new("larger", Credits.Of(900))] }, ifMatch: null, CancellationToken.None);
        await _shop.ComeTo(next);

        (await Settle(invoice)).ShouldBe(SettlementOutcome.Settled);

        (await _shop.Granted()).ShouldHaveSingleItem().Id.ShouldBe($"{invoice.Id}-base");
    }

    [Fact]
    public async Task The_first_of_several_allotments_has_all_that_was_paid()
    {
        await Save(new PaidAllotment("base", Credits.Of(500)), new PaidAllotment("extra", Credits.Of(50)));
        var invoice = Bill();

        await new Shop(storage, accounts, _shop).Invoices.Settle(invoice.Id, CancellationToken.None);

        (await _shop.Granted()).Select(grant => (grant.Id, grant.Cost?.Amount)).ShouldBe([($"{invoice.Id}-base", 2_000L), ($"{invoice.Id}-extra", null)]);
    }

    [Fact]
    public async Task An_invoice_of_nothing_grants_without_a_cost()
    {
        await Settle(Bill(paid: 0));

        (await _shop.Granted()).ShouldHaveSingleItem().Cost.ShouldBeNull();
    }

    [Fact]
    public async Task An_invoice_that_is_not_paid_yet_or_bills_no_period_or_no_account_grants_nothing()
    {
        (await Settle(Bill() with { IsPaid = false })).ShouldBe(SettlementOutcome.Pending);
        (await Settle(Bill() with { Period = null })).ShouldBe(SettlementOutcome.NotOurs);
        (await Settle(Bill() with { Account = null })).ShouldBe(SettlementOutcome.NotOurs);

        (await _shop.Granted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_can_not_be_granted_is_parked_until_its_cause_is_mended()
    {
        await ShouldBeParked(Bill() with { Account = "nobody" }, ParkReasons.UnknownAccount);
        await ShouldBeParked(Bill() with { Account = "not an id" }, ParkReasons.UnknownAccount);
        await ShouldBeParked(Bill() with { Plan = "another" }, ParkReasons.OtherPlan);
        await ShouldBeParked(Bill() with { Period = new(Now.AddMonths(-1), Now.AddDays(-1)) }, ParkReasons.PeriodOver);
        (await _shop.Invoices.Settle("in_unheard_of", CancellationToken.None)).Reason.ShouldBe(ParkReasons.UnknownPayment);

        await _shop.ComeTo(null);
        var invoice = Bill();
        await ShouldBeParked(invoice, ParkReasons.OtherPlan);
        (await _shop.Granted()).ShouldBeEmpty();

        await _shop.ComeTo(_plan);
        (await Settle(invoice)).ShouldBe(SettlementOutcome.Settled);
        (await _shop.ParkedAs(invoice.Id)).ShouldBeNull("it is granted now");
    }

    [Fact]
    public async Task A_plan_that_grants_nothing_on_payment_parks_it()
    {
        await Save();

        (await new Shop(storage, accounts, _shop).Invoices.Settle(Bill().Id, CancellationToken.None)).Reason.ShouldBe(ParkReasons.NothingAllotted);
    }

    [Fact]
    public async Task A_webhook_of_a_paid_invoice_settles_it_once()
    {
        var invoice = Bill();
        var body = new JsonObject { ["id"] = $"evt_{Guid.NewGuid():N}", ["type"] = "invoice.paid", ["data"] = new JsonObject { ["object"] = new JsonObject { ["id"] = invoice.Id } } }.ToJsonString();

        (await _shop.Send(body)).ShouldBe((200, "settled"));
        (await _shop.Send(body)).ShouldBe((200, "repeated"));

        (await _shop.Granted()).ShouldHaveSingleItem();
    }

    private Invoice Bill(long paid = 2_000)
    {
        var invoice = new Invoice($"in_{Guid.NewGuid():N}"[..27], IsPaid: true, new(paid, "EUR"), _shop.Account.Value, Plan: null, new(Now.AddHours(-1), NextMonth));
        return _shop.Till.Invoices[invoice.Id] = invoice;
    }

    private async Task<SettlementOutcome> Settle(Invoice invoice)
    {
        _shop.Till.Invoices[invoice.Id] = invoice;
        return (await _shop.Invoices.Settle(invoice.Id, CancellationToken.None)).Outcome;
    }

    private async Task ShouldBeParked(Invoice invoice, string reason)
    {
        (await Settle(invoice)).ShouldBe(SettlementOutcome.Parked);
        (await _shop.ParkedAs(invoice.Id)).ShouldBe(reason);
    }

    private Task<string?> Save(params PaidAllotment[] onPayment) => _shop.Plans.Save(new(_plan) { OnPayment = [.. onPayment] }, ifMatch: null, CancellationToken.None);
}
