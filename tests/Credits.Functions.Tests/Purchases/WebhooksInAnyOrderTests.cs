using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Purchases;

/// <summary>Whatever happens to payments, and however webhooks tell of it: the money and the grants reconcile.</summary>
[Collection(RunningStorage.Collection)]
public sealed class WebhooksInAnyOrderTests(RunningStorage storage, RunningAccounts accounts)
{
    [Fact]
    public Task Succeeded_payments_less_what_went_back_are_the_cost_of_purchase_grants_less_what_was_taken_back() =>
        Dealings.Any.SampleAsync(async steps =>
        {
            var shop = new Shop(storage, accounts);
            await shop.Open();
            string[] payments = [await shop.Begin(), await shop.Begin(), await shop.Begin()];

            await Dealings.Happen(steps, shop, payments);

            var (granted, account) = (await shop.Granted(), await shop.Current());
            var succeeded = payments.Select(payment => shop.Till[payment]).Where(payment => payment.Received is not null).ToList();
            var purchases = granted.Where(grant => grant.Cost is not null).ToList();
            var takenBack = 0L;
            foreach (var payment in succeeded) takenBack += (await shop.PurchaseOf(payment.Id)).Back;

            purchases.Select(grant => grant.Id).ShouldBe(succeeded.Select(payment => payment.Id), ignoreOrder: true);
            (purchases.Sum(grant => grant.Cost!.Value.Amount) - takenBack).ShouldBe(succeeded.Sum(payment => payment.Received!.Value.Amount - Math.Min(payment.Back, Shop.Ten.Price.Amount)));

            var due = succeeded.Aggregate(Credits.Zero, (sum, payment) => sum + Shop.Ten.ShareOf(Shop.Ten.Credits, payment.Back) + Shop.Ten.ShareOf(Shop.Ten.Bonus, payment.Back));
            var restored = granted.Where(grant => grant.Kind == GrantKind.Adjustment).Aggregate(Credits.Zero, (sum, grant) => sum + grant.Amount);
            (account.TotalsOf(CreditType.Default).Voided - restored).ShouldBe(due);
            account.AssertConserved();
            (await shop.Verifies()).ShouldBeTrue();
        }, iter: 40, threads: 1);
}
