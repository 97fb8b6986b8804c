using Credits.Functions.Purchases;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Reconciling;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Purchases;

[Collection(RunningStorage.Collection)]
public sealed class PaymentReconciliationTests(RunningStorage storage, RunningAccounts accounts) : IAsyncLifetime
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly Shop _shop = new(storage, accounts);

    public Task InitializeAsync() => _shop.Open();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public Task Whatever_webhooks_told_nothing_differs_and_when_one_is_held_back_just_its_payment_does() =>
        Gen.Select(Dealings.Any, Gen.Int[0, 2], Gen.Long[1, 1_000]).SampleAsync(async (steps, which, amount) =>
        {
            var (start, shop) = (DateTimeOffset.UtcNow, new Shop(storage, accounts));
            await shop.Open();
            string[] payments = [await shop.Begin(), await shop.Begin(), await shop.Begin()];
            await Dealings.Happen(steps, shop, payments);

            var clean = await shop.Reconcile(start);
            clean.SelectMany(page => page.Differences).ShouldBeEmpty();
            clean.SelectMany(page => page.Sums).ShouldAllBe(sum => sum.Agrees);

            var expected = ChangeUntold(shop, payments[which], amount);
            var difference = (await shop.Reconcile(start)).SelectMany(page => page.Differences).ShouldHaveSingleItem();
            (difference.Payment, difference.Kind).ShouldBe((payments[which], expected));

            await shop.Settlement.Settle(payments[which], CancellationToken.None);
            (await shop.Reconcile(start)).SelectMany(page => page.Differences).ShouldBeEmpty();
        }, iter: 30, threads: 1);

    [Fact]
    public async Task A_payment_that_is_parked_is_told_with_its_reason()
    {
        var payment = await _shop.Pay();
        _shop.Till[payment] = _shop.Till[payment] with { Received = new(999, "EUR") };
        (await Only()).Kind.ShouldBe(DifferenceKind.AmountDiffers, "nobody has looked at it yet");

        await _shop.Tell(payment);

        var difference = await Only();
        (difference.Kind, difference.Account).ShouldBe((DifferenceKind.Parked, _shop.Account.Value));
        difference.Detail.ShouldStartWith(ParkReasons.AmountDiffers);
    }

    [Fact]
    public async Task A_second_payment_of_one_purchase_is_told()
    {
        var payment = await _shop.Pay();
        await _shop.Tell(payment);
        var second = $"pi_{Guid.NewGuid():N}";
        _shop.Till[second] = _shop.Till[payment] with { Id = second };
        await _shop.Tell(second);

        var difference = await Only();

        (difference.Kind, difference.Payment).ShouldBe((DifferenceKind.PaidTwice, second));
        difference.Detail.ShouldContain(payment);
    }

    [Fact]
    public async Task What_was_granted_for_a_payment_that_has_not_succeeded_is_told_once()
    {
        var payment = await _shop.Pay();
        await _shop.Tell(payment);
        _shop.Till[payment] = _shop.Till[payment] with { Received = null };

        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).Select(difference => (difference.Kind, difference.Payment)).Distinct().ShouldBe([(DifferenceKind.GrantedNotPaid, payment)]);
    }

    [Fact]
    public async Task A_purchase_that_says_it_is_paid_by_a_payment_that_is_in_no_list_is_told()
    {
        var payment = await _shop.Begin();
        var purchase = await _shop.PurchaseOf(payment);
        await _shop.Purchases.Change(purchase.Account, purchase.Id, before => before with { State = PurchaseState.Paid, Payment = "pi_invented" }, CancellationToken.None);

        var difference = await Only();

        (difference.Kind, difference.Payment, difference.Purchase).ShouldBe((DifferenceKind.GrantedNotPaid, "pi_invented", purchase.Id));
    }

    [Fact]
    public async Task What_was_settled_between_the_list_and_the_look_does_not_differ()
    {
        var payment = await _shop.Pay();
        var told = false;
        _shop.Till.BeforeAnswer = () =>
        {
            if (told) return;
            told = true;
            _shop.Till.BeforeAnswer = () => { };
            _shop.Tell(payment).GetAwaiter().GetResult();
        };

        (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldBeEmpty();
        told.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_begun_before_or_after_is_not_compared()
    {
        await _shop.Pay();

        var page = await _shop.Reconciliation.Compare(DateTimeOffset.UtcNow.AddMinutes(1), DateTimeOffset.UtcNow.AddMinutes(2), ReconciliationCursor.Start, CancellationToken.None);

        page.Compared.ShouldBe(0);
        page.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_purchases_lead_through_every_account()
    {
        var other = new Shop(storage, accounts);
        foreach (var shop in (Shop[])[_shop, other, _shop, other, _shop]) await shop.Begin();

        var (listed, after, more) = (new List<PurchaseKey>(), (PurchaseKey?)null, true);
        while (more)
        {
            (var page, more) = await _shop.Purchases.List(_start, DateTimeOffset.UtcNow.AddMinutes(1), after, 1, CancellationToken.None);
            listed.AddRange(page.Select(purchase => new PurchaseKey(purchase.Account, purchase.Id)));
            after = ReconciliationCursor.Read(ReconciliationCursor.AfterPurchase(listed[^1]).Write())!.Purchase;
        }

        listed.Select(purchase => purchase.Account).ShouldBe([_shop.Account, _shop.Account, _shop.Account, other.Account, other.Account], ignoreOrder: true);
        listed.ShouldBeUnique();
        (await _shop.Purchases.List(_start.AddDays(-1), _start, after: null, 100, CancellationToken.None)).Purchases.ShouldNotContain(purchase => purchase.Account == _shop.Account);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("cHVyY2hhc2VzCmE")]
    [InlineData("Ü")]
    public void A_cursor_that_nobody_gave_is_none(string cursor) => ReconciliationCursor.Read(cursor).ShouldBeNull();

    // Something happens to a payment of which no webhook tells.
    private static DifferenceKind ChangeUntold(Shop shop, string payment, long amount)
    {
        var now = shop.Till[payment];
        var price = Shop.Ten.Price.Amount;
        if (now.Received is null)
        {
            shop.Till[payment] = now with { Received = Shop.Ten.Price, Refunded = 0, Lost = 0 };
            return DifferenceKind.PaidNotGranted;
        }

        // More goes back; where all of it has, all of it comes again.
        shop.Till[payment] = now.Back < price ? now with { Refunded = Math.Min(price - now.Lost, now.Refunded + amount) } : now with { Refunded = 0, Lost = 0 };
        return DifferenceKind.TakenBackDiffers;
    }

    private async Task<Difference> Only() => (await _shop.Reconcile(_start)).SelectMany(page => page.Differences).ShouldHaveSingleItem();
}
