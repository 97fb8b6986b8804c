using Credits.Local.Stripe;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests.TopUps;

/// <summary>kill -9 of everything but Stripe and the customer's server, whose connections are held in the steps named here.</summary>
[Collection(BridgedTopUps.Collection)]
public sealed class Top_ups_of_a_killed_process_should : IAsyncLifetime
{
    private const int Attempts = 2;

    private static readonly (string Step, Moment Moment)[] OfGoodCards =
    [
        ("stripe: GET customers/*/payment_methods #1", Moment.Before),
        ("stripe: POST payment_intents #1", Moment.Before),
        ("stripe: POST payment_intents #1", Moment.After),
        ("stripe: GET payment_intents/* #1", Moment.Before),
        ("stripe: GET payment_intents/* #2", Moment.After),
        ("webhooks: POST payment_intent.succeeded #1", Moment.Before),
        ("webhooks: POST payment_intent.succeeded #1", Moment.After),
        ("alerts: POST topup.succeeded #1", Moment.Before),
        ("alerts: POST topup.succeeded #1", Moment.After),
    ];

    private static readonly (string Step, Moment Moment)[] OfBadCards =
    [
        ("stripe: POST payment_intents #1", Moment.After),
        ("stripe: POST payment_intents/*/cancel #1", Moment.After),
        ("stripe: POST payment_intents #2", Moment.Before),
        ("stripe: POST payment_intents #2", Moment.After),
        ("alerts: POST topup.paused #1", Moment.Before),
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("credits-stripe-").FullName;
    private readonly Drawbridge _bridge = new();
    private StripeEndpoint _stripe = null!;
    private KillableProcess _process = null!;
    private TopUpShop _shop = null!;

    public async Task InitializeAsync()
    {
        _stripe = await StripeEndpoint.Start(_data, 0, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        foreach (var road in new[] { "stripe", "webhooks", "alerts" }) await _bridge.Open(road);
        _process = new(
            ("Stripe__ApiKey", _stripe.ApiKey), ("Stripe__WebhookSecret", _stripe.WebhookSecret), ("Stripe__ApiBase", _bridge.Lead("stripe", _stripe.Url).ToString().TrimEnd('/')),
            ("TopUps__Dunning", "00:00:01"));
        await _process.Start();
        _stripe.DeliverTo(_bridge.Lead("webhooks", new($"{_process.Endpoints.Api}/webhooks/stripe")));
        _shop = new(new(() => _process.Endpoints), new(_stripe)) { AlertsOver = receiver => _bridge.Lead("alerts", receiver) };
        await _shop.Open();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _process.DisposeAsync();
        await _bridge.DisposeAsync();
        await _stripe.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Charge_once_and_grant_once_and_try_no_oftener_than_they_should()
    {
        var good = await Task.WhenAll(OfGoodCards.Select(held => Hold(StripeDesk.GoodCard, held.Step, held.Moment)));
        var bad = await Task.WhenAll(OfBadCards.Select(held => Hold(TopUpShop.CardThatFails, held.Step, held.Moment)));
        Hold[] all = [.. good, .. bad];
        await Task.WhenAll(all.Select(hold => _shop.Burn(hold.Account)));
        await Steps.UntilReached(all);

        await _process.KillAndRestart();
        foreach (var hold in all) hold.Release();

        foreach (var hold in all) await _shop.UntilOver(hold.Account);
        await ShouldBeWell(good, bad);

        // Now what the dead worker sent arrives.
        await _bridge.LetStoppedPass();
        await ShouldBeWell(good, bad);
        await _shop.ShouldReconcile();
    }

    private async Task ShouldBeWell(IEnumerable<Hold> good, IEnumerable<Hold> bad)
    {
        foreach (var hold in good) await _shop.ShouldHaveBoughtOnce(hold.Account, $"killed {hold}");
        foreach (var hold in bad) await _shop.ShouldHaveTried(hold.Account, Attempts, $"killed {hold}");
    }

    private async Task<Hold> Hold(string card, string step, Moment moment)
    {
        var account = await _shop.Welcome(card);
        _bridge.Steps.Watch(account);
        return _bridge.Steps.HoldAt(account, step, moment);
    }
}
