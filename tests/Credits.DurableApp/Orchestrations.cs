using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Credits.DurableApp;

/// <summary>One orchestration for each thing that an orchestration can do.</summary>
public static class Orchestrations
{
    /// <summary>Three steps, one after the other.</summary>
    [Function(nameof(Chain))]
    public static async Task<string> Chain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var steps = new List<string>();
        foreach (var step in new[] { "one", "two", "three" }) steps.Add(await context.CallActivityAsync<string>(nameof(Activities.Note), step));
        return string.Join(' ', steps);
    }

    /// <summary>A step that ends when the test says so, between two others.</summary>
    [Function(nameof(Held))]
    public static async Task<string> Held([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Activities.Note), "before");
        await context.CallActivityAsync<string>(nameof(Activities.Hold), "held");
        await context.CallActivityAsync<string>(nameof(Activities.Note), "after");
        return "done";
    }

    /// <summary>A step, so many seconds of sleep, a step.</summary>
    [Function(nameof(Slept))]
    public static async Task<string> Slept([OrchestrationTrigger] TaskOrchestrationContext context, int seconds)
    {
        await context.CallActivityAsync<string>(nameof(Activities.Note), "before");
        context.SetCustomStatus("asleep");
        await context.CreateTimer(TimeSpan.FromSeconds(seconds), CancellationToken.None);
        context.SetCustomStatus("awake");
        await context.CallActivityAsync<string>(nameof(Activities.Note), "after");
        return "done";
    }

    /// <summary>Waits for an event and answers what it brought.</summary>
    [Function(nameof(Told))]
    public static async Task<string> Told([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Activities.Note), "before");
        context.SetCustomStatus("listening");
        var word = await context.WaitForExternalEvent<string>("word");
        await context.CallActivityAsync<string>(nameof(Activities.Note), "after");
        return word;
    }

    /// <summary>Is busy with a step that ends when the test says so, and only then waits for an event.</summary>
    [Function(nameof(Busy))]
    public static async Task<string> Busy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Activities.Hold), "held");
        return await context.WaitForExternalEvent<string>("word");
    }

    /// <summary>The sum of the squares of the numbers below the input, all at once.</summary>
    [Function(nameof(Spread))]
    public static async Task<int> Spread([OrchestrationTrigger] TaskOrchestrationContext context, int numbers)
    {
        var squares = await Task.WhenAll(Enumerable.Range(0, numbers).Select(number => context.CallActivityAsync<int>(nameof(Activities.Square), number)));
        return squares.Sum();
    }

    /// <summary>An activity that succeeds at the try of the input, tried three times.</summary>
    [Function(nameof(Stubborn))]
    public static Task<int> Stubborn([OrchestrationTrigger] TaskOrchestrationContext context, int atTry) =>
        context.CallActivityAsync<int>(nameof(Activities.Succeed), atTry, TaskOptions.FromRetryPolicy(new(maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromMilliseconds(100))));

    /// <summary>Gives the input to an activity, and its packs to another.</summary>
    [Function(nameof(Given))]
    public static async Task<Order> Given([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        var added = await context.CallActivityAsync<Order>(nameof(Activities.AddOne), order);
        return added with { Account = await context.CallActivityAsync<string>(nameof(Activities.Join), order.Packs) };
    }

    /// <summary>Catches what an activity throws, and tells it.</summary>
    [Function(nameof(Caught))]
    public static async Task<string> Caught([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return $"{await context.CallActivityAsync<int>(nameof(Activities.Succeed), int.MaxValue)}";
        }
        catch (TaskFailedException e)
        {
            return $"{e.FailureDetails.ErrorType}: {e.FailureDetails.ErrorMessage}";
        }
    }

    /// <summary>Runs another and answers what that did.</summary>
    [Function(nameof(Outer))]
    public static Task<string> Outer([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(Chain), options: new SubOrchestrationOptions { InstanceId = context.InstanceId + "-inner" });

    /// <summary>Asks for the activity that the input names.</summary>
    [Function(nameof(Lost))]
    public static Task Lost([OrchestrationTrigger] TaskOrchestrationContext context, string name) => context.CallActivityAsync(name);

    /// <summary>Counts down from the input, each time as a new execution.</summary>
    [Function(nameof(Countdown))]
    public static async Task<string> Countdown([OrchestrationTrigger] TaskOrchestrationContext context, int from)
    {
        await context.CallActivityAsync<string>(nameof(Activities.Note), $"{from}");
        if (from > 0) context.ContinueAsNew(from - 1);
        return "done";
    }

    /// <summary>Calls an entity.</summary>
    [Function(nameof(Entity))]
    public static Task Entity([OrchestrationTrigger] TaskOrchestrationContext context) => context.Entities.CallEntityAsync(new("counter", "one"), "add");
}
