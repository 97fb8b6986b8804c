using System.Collections.Immutable;

namespace Credits.Bench.EndToEnd;

/// <summary>What to measure.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Accounts">Of how many accounts; 1 is one hot account.</param>
/// <param name="Seed">Gives the same events again.</param>
/// <param name="Presend">Whether every event is in the hub before the worker may drain.</param>
internal sealed record Scenario(int Events, int Accounts, int Seed, bool Presend)
{
    public string Name => $"{(Accounts == 1 ? "hot-account" : $"{Accounts}-accounts-zipf")}-{(Presend ? "presend" : "streaming")}";
}

/// <summary>One event as it is sent.</summary>
internal readonly record struct Message(int Account, byte[] Body);

/// <summary>What an account must show in the end.</summary>
internal readonly record struct Expected(string Account, long Debits, long Millionths);

/// <summary>The events of a run, made before the clock starts, and what they must add up to.</summary>
internal sealed class Workload
{
    private const double Exponent = 1.1;

    private Workload(ImmutableArray<Message> messages, ImmutableArray<Expected> expected) => (Messages, Expected) = (messages, expected);

    /// <summary>The events in the order in which they are sent.</summary>
    public ImmutableArray<Message> Messages { get; }

    /// <summary>The accounts' sums.</summary>
    public ImmutableArray<Expected> Expected { get; }

    /// <summary>The events of a scenario on accounts <c>prefix-0</c>, <c>prefix-1</c>, …, one a millisecond until a time.</summary>
    public static Workload Of(Scenario scenario, string prefix, DateTimeOffset until) =>
        Of(scenario, prefix, Zipf(scenario.Accounts, Exponent), i => until.AddMilliseconds(i - scenario.Events));

    /// <summary>Events that come one after the other, so many a second from a time on, each as likely of one account as of another.</summary>
    public static Workload Even(Scenario scenario, string prefix, DateTimeOffset from, int perSecond) =>
        Of(scenario, prefix, Zipf(scenario.Accounts, exponent: 0), i => from.AddSeconds((double)i / perSecond));

    private static Workload Of(Scenario scenario, string prefix, double[] cumulated, Func<int, DateTimeOffset> at)
    {
        var random = new Random(scenario.Seed);
        var names = Enumerable.Range(0, scenario.Accounts).Select(number => $"{prefix}-{number}").ToArray();
        var (debits, millionths) = (new long[scenario.Accounts], new long[scenario.Accounts]);
        var messages = ImmutableArray.CreateBuilder<Message>(scenario.Events);
        for (var i = 0; i < scenario.Events; i++)
        {
            var account = Array.BinarySearch(cumulated, random.NextDouble());
            if (account < 0) account = Math.Min(~account, scenario.Accounts - 1);

            var call = LlmCalls.Next(random);
            messages.Add(new(account, LlmCalls.ToJson(call, $"{prefix}-{i:D9}", names[account], at(i))));
            debits[account]++;
            millionths[account] += call.Millionths;
        }

        return new(messages.MoveToImmutable(), [.. names.Select((name, i) => new Expected(name, debits[i], millionths[i]))]);
    }

    /// <summary>This workload and another, sent in turns. The other's accounts come after this one's.</summary>
    public Workload And(Workload other) => new(
        [.. Messages.Index().Concat(other.Messages.Select(message => message with { Account = Expected.Length + message.Account }).Index()).OrderBy(item => item.Index).Select(item => item.Item)],
        [.. Expected, .. other.Expected]);

    // The share of the accounts up to each: account n is drawn with a probability proportional to 1 / n^exponent.
    private static double[] Zipf(int accounts, double exponent)
    {
        var cumulated = new double[accounts];
        var sum = 0.0;
        for (var i = 0; i < accounts; i++) cumulated[i] = sum += Math.Pow(i + 1, -exponent);
        for (var i = 0; i < accounts; i++) cumulated[i] /= sum;
        return cumulated;
    }
}
