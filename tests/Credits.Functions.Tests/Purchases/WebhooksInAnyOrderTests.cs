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
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 2], Gen.Enum<Deed>(), Gen.Long[1, 1_000], Gen.Int[0, 1_000], (payment, deed, amount, which) => new Step(payment, deed, amount, which));

    [Fact]
    public Task Succeeded_payments_less_what_went_back_are_the_cost_of_purchase_grants_less_what_was_taken_back() =>
        Steps.Array[1, 25].SampleAsync(async steps =>
        {
            var shop = new Shop(storage, accounts);
            await shop.Open();
            string[] payments = [await shop.Begin(), await shop.Begin(), await shop.Begin()];
            var (waiting, sent) = (new List<string>(), new List<string>());

            foreach (var step in steps) await Take(step, shop, payments[step.Payment], waiting, sent);

            // The provider sends what it has not sent yet, in whatever order, and some of what it has.
            foreach (var body in waiting.AsEnumerable().Reverse().Concat(sent.Take(2))) (await shop.Send(body)).Status.ShouldBe(200);

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

    private static async Task Take(Step step, Shop shop, string payment, List<string> waiting, List<string> sent)
    {
        var now = shop.Till[payment];
        switch (step.Deed)
        {
            case Deed.Pay when now.Received is null:
                shop.Till[payment] = now with { Received = Shop.Ten.Price };
                waiting.Add(Shop.Body(payment));
                waiting.Add(Shop.Body(payment, "checkout.session.completed"));
                break;
            case Deed.Refund when now.Received is not null && now.Refunded < Shop.Ten.Price.Amount:
                shop.Till[payment] = now with { Refunded = Math.Min(Shop.Ten.Price.Amount, now.Refunded + step.Amount) };
                waiting.Add(Shop.Body(payment, "charge.refunded"));
                break;
            case Deed.LoseDispute or Deed.WinDispute when now.Received is not null:
                shop.Till[payment] = now with { Lost = step.Deed == Deed.LoseDispute ? Shop.Ten.Price.Amount - now.Refunded : 0 };
                waiting.Add(Shop.Body(payment, "charge.dispute.closed"));
                break;
            case Deed.Deliver when waiting.Count > 0:
                var body = waiting[step.Which % waiting.Count];
                waiting.Remove(body);
                sent.Add(body);
                (await shop.Send(body)).Status.ShouldBe(200);
                break;
            case Deed.Repeat when sent.Count > 0:
                (await shop.Send(sent[step.Which % sent.Count])).ShouldBe((200, "repeated"));
                break;
            case Deed.Forge:
                var forged = Shop.Body(payment);
                (await shop.Send(forged, Shop.Sign(forged, DateTimeOffset.UtcNow, "whsec_forged"))).Status.ShouldBe(400);
                break;
            case Deed.SignFalsehood:
                (await shop.Send(Shop.Body("pi_invented"))).ShouldBe((200, "parked"));
                break;
            case Deed.Burn:
                await shop.Burn(step.Amount / 200m);
                break;
        }
    }

    private enum Deed
    {
        Pay,
        Refund,
        LoseDispute,
        WinDispute,
        Deliver,
        Repeat,
        Forge,
        SignFalsehood,
        Burn,
    }

    private sealed record Step(int Payment, Deed Deed, long Amount, int Which);
}
