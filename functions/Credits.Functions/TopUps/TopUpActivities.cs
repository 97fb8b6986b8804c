using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.TopUps;

/// <summary>The steps of <see cref="TopUpOrchestration"/>. Each may run more than once, and then does what it did before.</summary>
public sealed class TopUpActivities(TopUpBegin begin, TopUpCharge charge, TopUpEnd end)
{
    internal const string Begin = "BeginTopUp";
    internal const string Charge = "ChargeTopUp";
    internal const string Look = "LookAtTopUp";
    internal const string LookAtPurchase = "LookAtTopUpPurchase";
    internal const string Cancel = "CancelTopUp";
    internal const string AskCustomer = "AskCustomerOfTopUp";
    internal const string Settle = "SettleTopUp";
    internal const string TellDeclined = "TellDeclinedTopUp";
    internal const string Pause = "PauseTopUp";
    internal const string Abandon = "AbandonTopUp";

    /// <summary>Looks whether something is to be bought, and begins the purchase.</summary>
    [Function(Begin)]
    public Task<TopUpBeginning> RunBegin([ActivityTrigger] TopUpStep step, CancellationToken cancellation) => begin.Run(step, cancellation);

    /// <summary>Charges the customer's card.</summary>
    [Function(Charge)]
    public Task<TopUpProgress> RunCharge([ActivityTrigger] TopUpAttempt attempt, CancellationToken cancellation) => charge.Run(attempt, cancellation);

    /// <summary>Looks how far a payment has come.</summary>
    [Function(Look)]
    public Task<TopUpProgress> RunLook([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => charge.Look(payment, cancellation);

    /// <summary>Looks whether the purchase was paid on a page.</summary>
    [Function(LookAtPurchase)]
    public Task<TopUpProgress> RunLookAtPurchase([ActivityTrigger] TopUpStep step, CancellationToken cancellation) => charge.LookAtPurchase(step, cancellation);

    /// <summary>Ends a payment that was declined.</summary>
    [Function(Cancel)]
    public Task<TopUpProgress> RunCancel([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => charge.Cancel(payment, cancellation);

    /// <summary>Opens a page on which the bank can ask, and tells the customer.</summary>
    [Function(AskCustomer)]
    public Task RunAskCustomer([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => charge.AskCustomer(payment, cancellation);

    /// <summary>Grants what was paid, and tells.</summary>
    [Function(Settle)]
    public Task<bool> RunSettle([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => end.Settle(payment, cancellation);

    /// <summary>Tells that a payment was declined, and when it is tried again.</summary>
    [Function(TellDeclined)]
    public Task RunTellDeclined([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => end.TellDeclined(payment, cancellation);

    /// <summary>Pauses automatic top-up until the customer says that it goes on, and tells.</summary>
    [Function(Pause)]
    public Task RunPause([ActivityTrigger] TopUpPayment payment, CancellationToken cancellation) => end.Pause(payment, cancellation);

    /// <summary>Gives a purchase up that nobody wants any more.</summary>
    [Function(Abandon)]
    public Task RunAbandon([ActivityTrigger] TopUpStep step, CancellationToken cancellation) => end.Abandon(step, cancellation);
}
