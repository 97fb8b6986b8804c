using System.Collections.Immutable;

namespace Credits.Bench.EndToEnd;

/// <summary>What is killed.</summary>
internal enum Victim
{
    /// <summary>The functions' worker: the host starts another and brings it the same batches again.</summary>
    Worker,

    /// <summary>The whole stack, host and stand-ins with it.</summary>
    Stack,
}

/// <summary>One kill.</summary>
/// <param name="Victim">Whom it hits.</param>
/// <param name="Stretch">The events that are sent around it.</param>
/// <param name="AfterEvents">How many events were sent before.</param>
/// <param name="Pause">How long after the last of them.</param>
internal readonly record struct Kill(Victim Victim, Range Stretch, int AfterEvents, TimeSpan Pause);

/// <summary>Draws what is killed when.</summary>
internal static class KillPlan
{
    // The host gives up on a worker that dies five times in a row, each within 30 s of its start.
    private const int MaxWorkersInARow = 4;

    // A new worker books its first thousands of events in about this time: a kill meets it before, within, or after them.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Kills in the order of their moments: one in each of as many stretches of the events. Those of the stack come in the middle of the sending, so that they leave work behind.</summary>
    public static ImmutableArray<Kill> Of(int events, int workers, int stacks, Random random)
    {
        if (workers > MaxWorkersInARow * (stacks + 1)) throw new ArgumentOutOfRangeException(nameof(workers), workers, $"Between {stacks} kills of the stack, the host would give up on the worker.");

        Victim[] victims = [.. Enumerable.Repeat(Victim.Worker, workers), .. Enumerable.Repeat(Victim.Stack, stacks)];
        do random.Shuffle(victims);
        while (MostWorkersInARow(victims) > MaxWorkersInARow);

        return [.. victims.Select((victim, i) =>
        {
            var (from, to) = ((int)((long)events * i / victims.Length), (int)((long)events * (i + 1) / victims.Length));
            return new Kill(victim, from..to, random.Next(from, to), victim == Victim.Worker ? LongestPause * random.NextDouble() : TimeSpan.Zero);
        })];
    }

    private static int MostWorkersInARow(Victim[] victims) =>
        victims.Aggregate((Most: 0, Now: 0), (count, victim) => victim == Victim.Worker ? (Math.Max(count.Most, count.Now + 1), count.Now + 1) : (count.Most, 0)).Most;
}
