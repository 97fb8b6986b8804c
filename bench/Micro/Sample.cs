using System.Collections.Immutable;
using System.Text.Json;
using Credits.Accounts;
using Credits.Booking;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Usage;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Rating;
using Microsoft.Extensions.Options;

namespace Credits.Bench.Micro;

/// <summary>What the steps are measured on: the same calls of one account every time.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private const int Seed = 1;
    private static readonly AccountId Id = AccountId.Parse("bench-1");

    /// <summary>The messages' bodies.</summary>
    public static ImmutableArray<byte[]> Bodies { get; } = MakeBodies();

    /// <summary>The same, read.</summary>
    public static ImmutableArray<UsageEvent> Events { get; } =
        [.. Bodies.SelectMany(body => Reader().Read(body, ImmutableDictionary<string, string>.Empty)).Select(read => read.Event!)];

    /// <summary>21 rates: one for each model, and the default.</summary>
    public static Tariff Tariff { get; } = new(MakePrices());

    /// <summary>What each event costs.</summary>
    public static ImmutableArray<Charge> Charges { get; } = [.. Events.Select(ChargeOf)];

    public static CloudEventReader Reader() => new(Options.Create(new UsageOptions()), Options.Create(new AccountStoreOptions()), new StoppedClock());

    /// <summary>Open grants of which only the last pays for the calls, so that burning has to pass by all others.</summary>
    public static ImmutableArray<Grant> Grants(int count) => [.. Enumerable.Range(1, count).Select(number => new Grant
    {
        Id = $"grant-{number:D2}",
        Kind = GrantKind.Purchase,
        Amount = Credits.Of(1_000_000),
        Remaining = Credits.Of(1_000_000),
        EffectiveAt = Noon.AddDays(-1),
        Priority = number,
        Meters = number == count ? [] : ["image", "speech"],
    })];

    /// <summary>An account that was opened and given grants.</summary>
    public static Account AccountWith(ImmutableArray<Grant> grants)
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Account.New(Id), Noon, chain);
        commit.Configure(new());
        foreach (var grant in grants) commit.Grant(grant);
        return commit.Account;
    }

    /// <summary>A full commit of all events to an account with five grants.</summary>
    public static PendingCommit FullCommit(HashChain chain)
    {
        var commit = new PendingCommit(AccountWith(Grants(5)), Noon, chain);
        for (var i = 0; i < Events.Length; i++)
            if (commit.Debit(Events[i], Charges[i]) is { } refusal) throw new InvalidOperationException(refusal.Detail);

        return commit;
    }

    private static ImmutableArray<byte[]> MakeBodies()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(1, PerEvent.Events).Select(number =>
            LlmCalls.ToJson(LlmCalls.Next(random), $"call-{number:D12}", Id.Value, Noon.AddMilliseconds(-number)))];
    }

    private static RateCardVersion MakePrices()
    {
        using var json = JsonDocument.Parse(LlmCalls.RateCardJson);
        var rates = RateCardJson.Read(json.RootElement, out var faults, out _);
        return faults.IsEmpty ? new("default", number: 1, Noon.AddDays(-30), rates) : throw new InvalidOperationException(faults[0].Message);
    }

    private static Charge ChargeOf(UsageEvent usage) =>
        Pricing.TryPrice(usage, Tariff, PeriodCounters.None, out var charge, out var refusal) ? charge : throw new InvalidOperationException(refusal!.Detail);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
