using Credits.Functions.Payments;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Storage.Payments;
using Credits.TopUps;
using Microsoft.Extensions.Logging;

namespace Credits.Functions.TopUps;

/// <summary>Has a purchase paid, and looks what has become of it.</summary>
public sealed class TopUpCharge(
    AccountStore accounts, TopUpNeed need, PackStore packs, PurchaseStore purchases, TopUpPayments charged, Customers customers, IPayments payments, TopUpTelling telling, TimeProvider clock, ILogger<TopUpCharge> log)
{
    // The provider knows a key for a day at least. Beyond it, the same attempt might charge again.
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(20);

    /// <summary>Charges the customer's card. The same attempt again is the same charge.</summary>
    public async Task<TopUpProgress> Run(TopUpAttempt attempt, CancellationToken cancellation)
    {
        var (step, id) = (attempt.Step, AccountId.Parse(attempt.Step.Account));
        if (await purchases.Find(id, step.Purchase, cancellation) is not { } purchase) throw new InvalidOperationException($"Purchase '{step.Purchase}' of account {id} is gone.");
        if (purchase.State is PurchaseState.Paid or PurchaseState.TakenBack) return new(ProgressOutcome.Paid, purchase.Payment);
        if (purchase.State == PurchaseState.Abandoned) return new(ProgressOutcome.Stopped, null);

        // With its key in the store, this attempt may have charged though nobody heard of it: then nothing but what the provider has of it says that it has not.
        var key = $"{step.Instance}-{step.Purchase}-{attempt.Number}";
        var isBegun = purchase.Key == key;
        if (isBegun && clock.GetUtcNow() - attempt.Since > KeyLife) return await Charged(purchase, cancellation) ?? new(ProgressOutcome.Uncertain, null, TopUpReasons.Uncertain);
        if (await need.Of(id, cancellation) is not { IsThere: true, TopUp: var topUp }) return isBegun ? await Stopped(purchase, cancellation) : new(ProgressOutcome.Stopped, null);

        var customer = await customers.Find(id, cancellation);
        if (customer is null || await CardOf(customer, topUp, cancellation) is not { } card)
            return (isBegun ? await Charged(purchase, cancellation) : null) ?? new(ProgressOutcome.Declined, null, TopUpReasons.NoPaymentMethod);

        // What an attempt charges is settled before it does: with the same key, nothing about it may differ.
        purchase = (await purchases.Change(
            id, purchase.Id, before => before.Key == key ? before : before with { Key = key, PaymentMethod = card, AttemptedAt = clock.GetUtcNow(), Attempted = null }, cancellation))!;
        try
        {
            var payment = await payments.Charge(
                new(new(id.Value, purchase.Offer.PackId, purchase.Id), step.Instance, customer, purchase.PaymentMethod!, purchase.Offer.Price, $"Automatic top-up: pack {purchase.Offer.PackId}", key), cancellation);
            log.LogInformation("Attempt {Attempt} to pay purchase {Purchase} of account {Account}: {Status}", attempt.Number, purchase.Id, id, payment.Status);
            return await Note(purchase, payment, cancellation);
        }
        catch (PaymentRefusedException refused)
        {
            // Of an attempt that has charged, a later version of this app may ask otherwise than the earlier did, and be refused for that.
            if (isBegun && await Charged(purchase, cancellation) is { } made) return made;

            log.LogWarning("The payment provider refuses to charge for purchase {Purchase} of account {Account}: {Code}", purchase.Id, id, refused.Code);
            return new(ProgressOutcome.Declined, null, refused.Code ?? TopUpReasons.Refused);
        }
    }

    /// <summary>How far a payment has come.</summary>
    public async Task<TopUpProgress> Look(TopUpPayment payment, CancellationToken cancellation) => Of(await payments.Find(payment.Payment!, cancellation) ?? throw Gone(payment));

    /// <summary>Whether a purchase was paid, by whatever payment.</summary>
    public async Task<TopUpProgress> LookAtPurchase(TopUpStep step, CancellationToken cancellation) =>
        await purchases.Find(AccountId.Parse(step.Account), step.Purchase, cancellation) is { State: PurchaseState.Paid or PurchaseState.TakenBack, Payment: { } payment }
            ? new(ProgressOutcome.Paid, payment)
            : new(ProgressOutcome.Processing, null);

    /// <summary>Ends a payment, so that it is never paid.</summary>
    /// <returns>Declined, as it was; or paid, when it was quicker.</returns>
    public async Task<TopUpProgress> Cancel(TopUpPayment payment, CancellationToken cancellation)
    {
        if (payment.Payment is null) return new(ProgressOutcome.Declined, null, payment.Code);

        var ended = Of(await payments.Cancel(payment.Payment, cancellation) ?? throw Gone(payment));
        return ended.Outcome is ProgressOutcome.Paid or ProgressOutcome.Processing ? ended : new(ProgressOutcome.Declined, payment.Payment, payment.Code ?? ended.Code);
    }

    /// <summary>Opens a page on which the bank can ask, and tells the customer where it is.</summary>
    public async Task AskCustomer(TopUpPayment payment, CancellationToken cancellation)
    {
        var id = AccountId.Parse(payment.Step.Account);
        var purchase = (await purchases.Find(id, payment.Step.Purchase, cancellation))!;
        var account = (await accounts.Load(id, cancellation))!.Account;
        var name = (await packs.Find(purchase.Offer.PackId, cancellation))?.Pack.Name ?? purchase.Offer.PackId;
        var page = await payments.OpenCheckout(
            new(new(id.Value, purchase.Offer.PackId, purchase.Id), await customers.Of(id, account.Settings.Name, cancellation), name, purchase.Offer, purchase.SuccessUrl, purchase.CancelUrl)
            {
                TopUp = payment.Step.Instance,
            }, cancellation);
        await purchases.Change(id, purchase.Id, before => before with { Url = page.Url }, cancellation);
        await telling.AuthenticationRequired(account, purchase, page.Url, payment.Until!.Value, cancellation);
    }

    // What the provider has of an attempt whose answer was lost; null when it has nothing.
    private async Task<TopUpProgress?> Charged(Purchase purchase, CancellationToken cancellation) =>
        await charged.Find(purchase, cancellation) is { } payment ? await Note(purchase, payment, cancellation) : null;

    // Nobody wants it any more: it was called off or paused, or there is enough again. What is paid is granted all the same.
    private async Task<TopUpProgress> Stopped(Purchase purchase, CancellationToken cancellation)
    {
        if (await charged.Find(purchase, cancellation) is { } payment && await payments.Cancel(payment.Id, cancellation) is { Status: PaymentStatus.Succeeded or PaymentStatus.Processing } paid)
            return await Note(purchase, paid, cancellation);

        return new(ProgressOutcome.Stopped, null);
    }

    private async Task<TopUpProgress> Note(Purchase purchase, Payment payment, CancellationToken cancellation)
    {
        await purchases.Change(purchase.Account, purchase.Id, before => before with { Attempted = payment.Id }, cancellation);
        return Of(payment);
    }

    private async Task<string?> CardOf(string customer, TopUp topUp, CancellationToken cancellation)
    {
        var cards = await payments.PaymentMethods(customer, cancellation);
        return (topUp.PaymentMethod is { } named ? cards.FirstOrDefault(card => card.Id == named) : cards.FirstOrDefault(card => card.IsDefault))?.Id;
    }

    private static TopUpProgress Of(Payment payment) => payment.Status switch
    {
        PaymentStatus.Succeeded => new(ProgressOutcome.Paid, payment.Id),
        PaymentStatus.Processing => new(ProgressOutcome.Processing, payment.Id),
        PaymentStatus.NeedsAuthentication => new(ProgressOutcome.NeedsAuthentication, payment.Id),
        _ => new(ProgressOutcome.Declined, payment.Id, payment.DeclineCode),
    };

    private static InvalidOperationException Gone(TopUpPayment payment) => new($"Payment {payment.Payment} was there and is gone.");
}
