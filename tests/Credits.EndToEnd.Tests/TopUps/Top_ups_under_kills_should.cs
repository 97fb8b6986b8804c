namespace Credits.EndToEnd.Tests.TopUps;

[Collection(BridgedTopUps.Collection)]
public sealed class Top_ups_under_kills_should(BridgedStack running) : IClassFixture<BridgedStack>
{
    private const string Told = "queues: POST deliveries/messages #1";

    private readonly BridgedTopUps _topUps = new(running);

    private TopUpShop Shop => running.Shop;

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.After)]
    public async Task Charge_once_and_grant_once(Moment moment)
    {
        await Shop.Stripe.Hold();
        var steps = await _topUps.StepsOf(StripeDesk.GoodCard, Nothing, Shop.Burn, Told);
        steps.ShouldContain("queues: POST signals/messages #1", "the crossing is told");
        steps.ShouldContain("tables: POST purchases #1", "the purchase begins");
        steps.ShouldContain("stripe: POST payment_intents #1", "the card is charged");
        steps.ShouldContain("cosmos: POST credits/accounts/docs #2", "the grant is committed, after the crossing was");

        var held = await _topUps.KillIn(steps, moment, StripeDesk.GoodCard, Nothing, Shop.Burn);

        await ShouldHaveBoughtOnce(held);
    }

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.After)]
    public async Task Grant_once_what_a_webhook_tells(Moment moment)
    {
        var steps = await _topUps.StepsOf(StripeDesk.SlowCard, _topUps.UntilProcessing, Finish, Told);
        steps.ShouldContain("webhooks: POST payment_intent.succeeded #1", "Stripe tells");
        steps.ShouldContain("cosmos: POST credits/accounts/docs #1", "the grant is committed");

        var held = await _topUps.KillIn(steps, moment, StripeDesk.SlowCard, _topUps.UntilProcessing, Finish);

        await ShouldHaveBoughtOnce(held);
    }

    private async Task ShouldHaveBoughtOnce(IReadOnlyList<Hold> held)
    {
        foreach (var hold in held) await Shop.ShouldHaveBoughtOnce(hold.Account, $"killed {hold}");

        // Now what the dead worker sent arrives, and so does what Stripe owes, each twice.
        await running.Bridge.LetStoppedPass();
        await Shop.Stripe.LetGoReversedAndTwice();
        foreach (var hold in held) await Shop.ShouldHaveBoughtOnce(hold.Account, $"killed {hold}, which then came late");
        await Shop.ShouldReconcile();
    }

    private async Task Finish(string account) => await Shop.Stripe.Finish(await Shop.UntilCharged(account), succeed: true);

    private static Task Nothing(string account) => Task.CompletedTask;
}
