using System.Text.Json;
using Credits.Accounts;
using Credits.Events;
using Credits.Grants;
using Credits.Rating;

namespace Credits.Functions.Tests.Building;

/// <summary>The things a specification starts from. Each states only what its test is about; the rest is unremarkable.</summary>
internal static class Given
{
    public const string Meter = "llm.call";

    /// <summary>The moment at which most stories happen.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An account of the test's own, for stores that tests share.</summary>
    public static AccountId NewAccount() => AccountId.Parse($"a-{Guid.NewGuid():N}");

    public static UsageEvent Event(AccountId account, string id = "event", string data = "{}", string meter = Meter, DateTimeOffset? at = null, string source = "/app") =>
        new(new(source, id), meter, account, at ?? Noon, Data(data));

    /// <summary>Events that differ in nothing but their ids: <c>e</c> and a number.</summary>
    public static UsageEvent[] Events(AccountId account, int first, int count) => [.. Enumerable.Range(first, count).Select(i => Event(account, $"e{i}"))];

    public static EventData Data(string json)
    {
        using var document = JsonDocument.Parse(json);
        return EventData.TryRead(document.RootElement, out var data, out var fault) ? data : throw new ArgumentException(fault, nameof(json));
    }

    public static Charge Charge(decimal amount = 1) => new(Credits.Of(amount), CreditType.Default, AccountSettings.DefaultRateCard, Version: 1);

    public static Grant Grant(decimal amount, string id = "grant", DateTimeOffset? until = null) => new()
    {
        Id = id,
        Kind = GrantKind.Purchase,
        Amount = Credits.Of(amount),
        Remaining = Credits.Of(amount),
        EffectiveAt = Noon.AddDays(-1),
        ExpiresAt = until,
    };

    /// <summary>A card by which each event of a meter costs so much.</summary>
    public static RateCardVersion Card(string id, decimal credits = 1, string meter = Meter, int number = 1, DateTimeOffset? from = null) =>
        new(id, number, from ?? Noon.AddYears(-1), [new() { Meter = meter, Components = [new(null, Credits.Of(credits))] }]);
}
