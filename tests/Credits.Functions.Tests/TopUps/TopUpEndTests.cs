using Credits.Functions.Alerts;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Functions.TopUps;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.TopUps;

/// <summary>What is paid is granted and told once, however often the end is reached.</summary>
[Collection(RunningStorage.Collection)]
public sealed class TopUpEndTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly TopUpDesk _desk = new(storage, accounts);
    private string _payment = "";

    public async Task InitializeAsync()
    {
        await _desk.Open();
        await _desk.Begin();
        _payment = (await _desk.Charge()).Payment!;
    }

    public Task DisposeAsync()
    {
        _desk.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_settled_twice_is_granted_and_told_once_whether_a_webhook_was_first_or_not(bool isWebhookFirst)
    {
        if (isWebhookFirst) await _desk.HearOf(_payment);

        (await _desk.Settle(_payment)).ShouldBeTrue();
        (await _desk.Settle(_payment)).ShouldBeTrue();
        await _desk.HearOf(_payment);

        (await _desk.Bought()).ShouldBe([_payment]);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpSucceeded]);
        (await _desk.Left()).ShouldBe(Credits.Of(60));
    }

    [Fact]
    public async Task A_payment_for_which_nothing_can_be_granted_pauses_and_stays_open()
    {
        await _desk.Fill();

        (await _desk.Settle(_payment)).ShouldBeFalse();
        (await _desk.Settle(_payment)).ShouldBeFalse();

        (await _desk.Current()).Settings.TopUp!.Paused.ShouldBe(TopUpReasons.NotGranted);
        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Open);
        (await _desk.Told()).ShouldBe([AlertTypes.TopUpPaused]);
    }

    [Fact]
    public async Task A_pause_that_is_run_twice_is_told_once_and_ends_the_purchase()
    {
        await _desk.Pause("insufficient_funds");
        var before = (await _desk.Current()).Sequence;
        await _desk.Pause("insufficient_funds");

        (await _desk.Told()).ShouldBe([AlertTypes.TopUpPaused]);
        (await _desk.Current()).Sequence.ShouldBe(before);
        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Abandoned);
    }

    [Fact]
    public async Task A_pause_changes_nothing_when_it_was_called_off()
    {
        await _desk.CallOff();

        await _desk.Pause("insufficient_funds");

        (await _desk.Current()).Settings.TopUp.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_given_up_and_is_paid_all_the_same_is_granted()
    {
        await _desk.Abandon();

        await _desk.HearOf(_payment);

        (await _desk.Bought()).ShouldBe([_payment]);
        (await _desk.Purchase()).State.ShouldBe(PurchaseState.Paid);
    }
}
