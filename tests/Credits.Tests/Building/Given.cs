using System.Text.Json;
using Credits.Accounts;
using Credits.Events;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Tests.Building;

/// <summary>The things a specification starts from. Each states only what its test is about; the rest is unremarkable.</summary>
internal static class Given
{
    /// <summary>The moment at which most stories happen.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly AccountId Acme = AccountId.Parse("acme");

    public static readonly CreditType Premium = CreditType.Parse("premium");

    public static Account EmptyAccount => Account.New(Acme);

    public static Grant Grant(
        decimal amount,
        string id = "grant",
        GrantKind kind = GrantKind.Purchase,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        int priority = global::Credits.Grants.Grant.DefaultPriority,
        CreditType type = default,
        params string[] meters) => new()
        {
            Id = id,
            Kind = kind,
            Amount = Credits.Of(amount),
            Remaining = Credits.Of(amount),
            EffectiveAt = from ?? Noon.AddDays(-1),
            ExpiresAt = until,
            Priority = priority,
            CreditType = type,
            Meters = [.. meters],
        };

    /// <summary>A hold to place; its portions are chosen then.</summary>
    public static Hold Hold(string id = "hold", DateTimeOffset? until = null, string? meter = "llm.call", string? member = null, CreditType type = default) => new()
    {
        Id = id,
        CreditType = type,
        Meter = meter,
        Member = member,
        Portions = [],
        PlacedAt = Noon,
        ExpiresAt = until ?? Noon.AddHours(1),
    };

    /// <summary>What an operator lets everybody together burn in a day, unless it says otherwise.</summary>
    public static Cap Cap(decimal limit, CapWindow window = CapWindow.Day, string? meter = null, string? member = null, bool eachMember = false, SetBy by = SetBy.Operator) =>
        new(new(meter, member, eachMember), window, Credits.Of(limit), by);

    /// <summary>That somebody is told when so many credits are left.</summary>
    public static Threshold Threshold(decimal left, CreditType type = default, SetBy by = SetBy.Operator) => new(type, Credits.Of(left), Percent: null, by);

    /// <summary>That somebody is told when so much of the mark is left.</summary>
    public static Threshold PercentThreshold(int percent, CreditType type = default) => new(type, Left: null, percent, SetBy.Operator);

    /// <summary>One pack of 500 whenever so many credits are left.</summary>
    public static TopUp TopUp(decimal level = 50) =>
        new(new(Credits.Of(level), "pack-500") { Quantity = 1 }, new("ann@acme.example", Noon), "https://app.example/billing");

    public static UsageEvent Event(string data = "{}", string meter = "llm.call", DateTimeOffset? at = null, string id = "event", AccountId? account = null) =>
        new(new("https://app.example", id), meter, account ?? Acme, at ?? Noon, Data(data));

    public static EventData Data(string json) =>
        TryData(json, out var data, out var fault) ? data : throw new ArgumentException(fault, nameof(json));

    public static bool TryData(string json, out EventData data, out string fault)
    {
        using var document = JsonDocument.Parse(json);
        return EventData.TryRead(document.RootElement, out data, out fault);
    }

    public static Charge Charge(decimal amount, CreditType type = default) => new(Credits.Of(amount), type, AccountSettings.DefaultRateCard, Version: 1);

    /// <summary>An allotment of so many credits a month by the calendar, unless it says otherwise.</summary>
    public static Allotment Allotment(decimal amount, string id = "monthly", Cycle? cycle = null) => new(id, Credits.Of(amount), cycle ?? Cycle.Monthly);

    /// <summary>A plan without proration.</summary>
    public static Plan Plan(string id, params Allotment[] allotments) => new(id) { Terms = new() { Allotments = [.. allotments] } };

    /// <summary>A plan that gives and takes back by days.</summary>
    public static Plan ProratedPlan(string id, params Allotment[] allotments) => new(id) { Terms = new() { Allotments = [.. allotments], Proration = Proration.ByDays } };

    public static Quantity Units(long units) => Quantity.FromMillionths(units * 1_000_000);

    public static Rate Rate(string meter, params Component[] components) => new() { Meter = meter, Components = [.. components] };

    public static RateCardVersion Card(params Rate[] rates) => new(AccountSettings.DefaultRateCard, number: 1, DateTimeOffset.MinValue, new PriceList([.. rates]));

    /// <summary>The documents' example: 1 credit for 1,000 input tokens, 3 credits for 1,000 output tokens.</summary>
    public static RateCardVersion LlmCard() => Card(Rate("llm.call", new("inputTokens", Credits.Of(1), 1_000), new("outputTokens", Credits.Of(3), 1_000)));
}
