using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Credits.Functions.TopUps;

/// <summary>
/// Buys credits for one account, as its customer agreed: begin → charge → wait for the outcome → grant → tell, again while too little is left. Everything that
/// touches the world is an activity, and each may run more than once: what they do is itself by the purchase and the attempt.
/// </summary>
public static class TopUpOrchestration
{
    /// <summary>Its name.</summary>
    public const string Name = "TopUp";

    /// <summary>The event that a payment has changed.</summary>
    public const string PaymentChanged = "payment";

    /// <summary>The event that what was agreed to, or a card, has changed.</summary>
    public const string SettingsChanged = "changed";

    // Webhooks tell sooner; this is for those that never come.
    private static readonly TimeSpan ProcessingPoll = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AuthenticationPoll = TimeSpan.FromMinutes(30);

    // A store or a provider that is down is waited for: an orchestration that gave up might leave a charge without its grant.
    private static readonly TaskOptions Patiently = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: int.MaxValue, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(30))));

    /// <summary>Runs it.</summary>
    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, TopUpOrder order)
    {
        var step = new TopUpStep(order.Account, context.InstanceId, $"topup-{context.NewGuid():N}");
        var events = new TopUpEvents(context);
        var begun = await context.CallActivityAsync<TopUpBeginning>(TopUpActivities.Begin, step, Patiently);
        switch (begun.Outcome)
        {
            case BeginOutcome.Stop:
                return "nothing to buy";
            case BeginOutcome.Wait:
                await events.Wait(begun.Until!.Value, SettingsChanged);
                context.ContinueAsNew(order);
                return "waited";
        }

        var paid = await Pay(context, events, step, begun);
        if (paid is null) return "not paid";

        if (!await context.CallActivityAsync<bool>(TopUpActivities.Settle, new TopUpPayment(step, paid), Patiently)) return "paid, but not granted";

        context.ContinueAsNew(order);
        return "bought";
    }

    // The payment that paid; null when none did, and it was said why.
    private static async Task<string?> Pay(TaskOrchestrationContext context, TopUpEvents events, TopUpStep step, TopUpBeginning begun)
    {
        for (var attempt = 1; ; attempt++)
        {
            var progress = await context.CallActivityAsync<TopUpProgress>(TopUpActivities.Charge, new TopUpAttempt(step, attempt, context.CurrentUtcDateTime), Patiently);
            progress = await Await(context, events, step, progress);
            if (progress.Outcome == ProgressOutcome.NeedsAuthentication) progress = await Authenticate(context, events, step, progress, begun);

            switch (progress.Outcome)
            {
                case ProgressOutcome.Paid:
                    return progress.Payment;
                case ProgressOutcome.Stopped:
                    await context.CallActivityAsync(TopUpActivities.Abandon, step, Patiently);
                    return null;
                case ProgressOutcome.Uncertain:
                    await Pause(context, step, progress);
                    return null;
            }

            // What was declined must not be paid any more when the next attempt is.
            progress = await Await(context, events, step, await context.CallActivityAsync<TopUpProgress>(TopUpActivities.Cancel, new TopUpPayment(step, progress.Payment, attempt, progress.Code), Patiently));
            if (progress.Outcome == ProgressOutcome.Paid) return progress.Payment;

            if (attempt > begun.Dunning.Count)
            {
                await Pause(context, step, progress);
                return null;
            }

            var again = context.CurrentUtcDateTime + begun.Dunning[attempt - 1];
            await context.CallActivityAsync(TopUpActivities.TellDeclined, new TopUpPayment(step, progress.Payment, attempt, progress.Code, again), Patiently);
            await events.Wait(again, SettingsChanged);
        }
    }

    private static Task Pause(TaskOrchestrationContext context, TopUpStep step, TopUpProgress progress) =>
        context.CallActivityAsync(TopUpActivities.Pause, new TopUpPayment(step, progress.Payment, Code: progress.Code), Patiently);

    private static async Task<TopUpProgress> Await(TaskOrchestrationContext context, TopUpEvents events, TopUpStep step, TopUpProgress progress)
    {
        while (progress.Outcome == ProgressOutcome.Processing)
        {
            await events.Wait(context.CurrentUtcDateTime + ProcessingPoll, PaymentChanged);
            progress = await context.CallActivityAsync<TopUpProgress>(TopUpActivities.Look, new TopUpPayment(step, progress.Payment), Patiently);
        }

        return progress;
    }

    // On a page, the bank can ask. What the page is paid by is another payment; the one that was refused is ended before the page is opened.
    private static async Task<TopUpProgress> Authenticate(TaskOrchestrationContext context, TopUpEvents events, TopUpStep step, TopUpProgress refused, TopUpBeginning begun)
    {
        var ended = await Await(context, events, step, await context.CallActivityAsync<TopUpProgress>(TopUpActivities.Cancel, new TopUpPayment(step, refused.Payment), Patiently));
        if (ended.Outcome == ProgressOutcome.Paid) return ended;

        var until = context.CurrentUtcDateTime + begun.Authentication;
        await context.CallActivityAsync(TopUpActivities.AskCustomer, new TopUpPayment(step, refused.Payment, Until: until), Patiently);
        while (true)
        {
            var poll = context.CurrentUtcDateTime + AuthenticationPoll;
            await events.Wait(poll < until ? poll : until, PaymentChanged);
            var progress = await context.CallActivityAsync<TopUpProgress>(TopUpActivities.LookAtPurchase, step, Patiently);
            if (progress.Outcome != ProgressOutcome.Processing) return progress;

            // The page may be paid in this very moment, so nothing else is charged: the customer has to say that it goes on.
            if (context.CurrentUtcDateTime >= until) return new(ProgressOutcome.Uncertain, refused.Payment, TopUpReasons.NotAuthenticated);
        }
    }
}
