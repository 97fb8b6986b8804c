namespace Credits.EndToEnd.Tests.TopUps;

[Collection(BridgedTopUps.Collection)]
public sealed class Dunning_under_kills_should(BridgedStack running) : IClassFixture<BridgedStack>
{
    private const int Attempts = 2;
    private const string ToldTwice = "queues: POST deliveries/messages #2";

    private readonly BridgedTopUps _topUps = new(running);

    private TopUpShop Shop => running.Shop;

    [Theory]
    [InlineData(Moment.Before)]
    [InlineData(Moment.After)]
    public async Task Try_as_often_as_it_should_and_pause_once(Moment moment)
    {
        await Shop.Stripe.Hold();
        var steps = await _topUps.StepsOf(TopUpShop.CardThatFails, _ => Task.CompletedTask, Shop.Burn, ToldTwice);
        steps.ShouldContain("stripe: POST payment_intents #1", "the card is charged");
        steps.ShouldContain("stripe: POST payment_intents/*/cancel #1", "what was declined is ended");
        steps.ShouldContain("stripe: POST payment_intents #2", "the card is charged again");
        steps.ShouldContain("stripe: POST payment_intents/*/cancel #2", "that is ended, too");
        steps.ShouldNotContain("stripe: POST payment_intents #3", "the schedule has one wait");

        var held = await _topUps.KillIn(steps, moment, TopUpShop.CardThatFails, _ => Task.CompletedTask, Shop.Burn);

        foreach (var hold in held) await Shop.ShouldHaveTried(hold.Account, Attempts, $"killed {hold}");
        await running.Bridge.LetStoppedPass();
        await Shop.Stripe.LetGoReversedAndTwice();
        foreach (var hold in held) await Shop.ShouldHaveTried(hold.Account, Attempts, $"killed {hold}, which then came late");
    }
}
