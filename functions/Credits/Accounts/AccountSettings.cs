using System.Collections.Immutable;
using Credits.Limits;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Accounts;

/// <summary>What an operator decides about an account.</summary>
public sealed record AccountSettings
{
    /// <summary>The rate card of an account whose settings name none.</summary>
    public const string DefaultRateCard = "default";

    /// <summary>The longest display name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The most prices of its own.</summary>
    public const int MaxOverrides = 50;

    /// <summary>The customer's name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the rate card that prices the account's events.</summary>
    public string RateCard { get; init; } = DefaultRateCard;

    /// <summary>The rate card version that the account keeps, whatever is published; null for none.</summary>
    public RateCardPin? Pin { get; init; }

    /// <summary>Prices of its own.</summary>
    public ImmutableArray<RateOverride> Overrides { get; init; } = [];

    /// <summary>The day of the month on which its billing periods begin, from 1 to 31.</summary>
    public int BillingDay { get; init; } = BillingPeriod.DefaultDay;

    /// <summary>Whether a usable grant first repays overdraft, before it burns for new events.</summary>
    public bool RepaysOverdraft { get; init; } = true;

    /// <summary>What decides whether it may use more.</summary>
    public LimitSettings Limits { get; init; } = LimitSettings.None;

    /// <summary>What prices an event of a time: the pinned version while the pin holds, else the one in force; null when there is none.</summary>
    /// <param name="card">The rate card that these settings name.</param>
    /// <param name="time">The event's time.</param>
    public Tariff? TariffAt(RateCard card, DateTimeOffset time)
    {
        var version = Pin is { } pin && pin.HoldsAt(time) ? card.Find(pin.Version) : card.InForceAt(time);
        return version is null ? null : new(version) { Overrides = Overrides, BillingDay = BillingDay };
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(AccountSettings? other) =>
        other is not null && Name == other.Name && RateCard == other.RateCard && Pin == other.Pin && BillingDay == other.BillingDay
        && RepaysOverdraft == other.RepaysOverdraft && Limits == other.Limits && Overrides.AsSpan().SequenceEqual(other.Overrides.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, RateCard, Pin, BillingDay, RepaysOverdraft, Overrides.Length, Limits);
}
