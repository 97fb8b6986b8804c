using CsCheck;
using Shouldly;

namespace Credits.Functions.Tests.Purchases;

/// <summary>What may happen to three payments, and how webhooks tell of it.</summary>
internal static class Dealings
{
    /// <summary>Any history.</summary>
    public static Gen<Dealing[]> Any { get; } = Gen.Select(
        Gen.Int[0, 2], Gen.Enum<Deed>(), Gen.Long[1, 1_000], Gen.Int[0, 1_000], (payment, deed, amount, which) => new Dealing(payment, deed, amount, which)).Array[1, 25];

    /// <summary>Lets a history happen. In the end every webhook was sent at least once.</summary>
    public static async Task Happen(IEnumerable<Dealing> steps, Shop shop, IReadOnlyList<string> payments)
    {
        var (waiting, sent) = (new List<string>(), new List<string>());
        foreach (var step in steps) await Take(step, shop, payments[step.Payment], waiting, sent);

        // The provider sends what it has not sent yet, in whatever order, and some of what it has.
        foreach (var body in waiting.AsEnumerable().Reverse().Concat(sent.Take(2))) (await shop.Send(body)).Status.ShouldBe(200);
    }

    private static async Task Take(Dealing step, Shop shop, string payment, List<string> waiting, List<string> sent)
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
}

/// <summary>What may happen next.</summary>
internal enum Deed
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

/// <summary>Something that happens.</summary>
/// <param name="Payment">To which of the payments.</param>
/// <param name="Deed">What.</param>
/// <param name="Amount">How much money, or how many credits of 200.</param>
/// <param name="Which">Which of the webhooks.</param>
internal sealed record Dealing(int Payment, Deed Deed, long Amount, int Which);
