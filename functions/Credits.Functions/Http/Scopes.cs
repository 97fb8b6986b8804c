using System.Collections.Frozen;

namespace Credits.Functions.Http;

/// <summary>What an API key may do.</summary>
public static class Scopes
{
    /// <summary>Read accounts, balances, usage and forecasts.</summary>
    public const string AccountsRead = "accounts:read";

    /// <summary>Open accounts and change their settings.</summary>
    public const string AccountsWrite = "accounts:write";

    /// <summary>Grant and void credits.</summary>
    public const string GrantsWrite = "grants:write";

    /// <summary>Ask before usage: checks and estimates.</summary>
    public const string ChecksRead = "checks:read";

    /// <summary>Place, capture and release holds.</summary>
    public const string HoldsWrite = "holds:write";

    /// <summary>Set a customer's own caps, which only tighten the operator's.</summary>
    public const string CapsWrite = "caps:write";

    /// <summary>Correct accounts: adjustments and reversals.</summary>
    public const string CorrectionsWrite = "corrections:write";

    /// <summary>Read and verify journals.</summary>
    public const string JournalRead = "journal:read";

    /// <summary>Read rate cards.</summary>
    public const string RateCardsRead = "rate-cards:read";

    /// <summary>Draft and publish rate cards.</summary>
    public const string RateCardsWrite = "rate-cards:write";

    /// <summary>Read plans.</summary>
    public const string PlansRead = "plans:read";

    /// <summary>Make and change plans.</summary>
    public const string PlansWrite = "plans:write";

    /// <summary>Read packs.</summary>
    public const string PacksRead = "packs:read";

    /// <summary>Make and change packs.</summary>
    public const string PacksWrite = "packs:write";

    /// <summary>Read promo codes, and how often each was redeemed.</summary>
    public const string PromoCodesRead = "promo-codes:read";

    /// <summary>Make and change promo codes.</summary>
    public const string PromoCodesWrite = "promo-codes:write";

    /// <summary>Redeem promo codes for an account.</summary>
    public const string PromoCodesRedeem = "promo-codes:redeem";

    /// <summary>Read purchases and payment methods.</summary>
    public const string PurchasesRead = "purchases:read";

    /// <summary>Buy packs; leave payment methods and take them back.</summary>
    public const string PurchasesWrite = "purchases:write";

    /// <summary>Send usage events.</summary>
    public const string EventsWrite = "events:write";

    /// <summary>Read dead letters.</summary>
    public const string DeadLettersRead = "dead-letters:read";

    /// <summary>Replay dead letters.</summary>
    public const string DeadLettersWrite = "dead-letters:write";

    /// <summary>Read alert endpoints and what became of alerts.</summary>
    public const string AlertsRead = "alerts:read";

    /// <summary>Make, change, test and remove alert endpoints, and send alerts again.</summary>
    public const string AlertsWrite = "alerts:write";

    /// <summary>See how far the event hub has been worked off.</summary>
    public const string IngestRead = "ingest:read";

    /// <summary>Make and remove API keys, of any scope.</summary>
    public const string ApiKeysWrite = "api-keys:write";

    /// <summary>All of them.</summary>
    public static FrozenSet<string> All { get; } = new[]
    {
        AccountsRead, AccountsWrite, GrantsWrite, ChecksRead, HoldsWrite, CapsWrite, CorrectionsWrite, JournalRead, RateCardsRead, RateCardsWrite, PlansRead, PlansWrite, PacksRead, PacksWrite, PromoCodesRead, PromoCodesWrite, PromoCodesRedeem, PurchasesRead, PurchasesWrite, EventsWrite, DeadLettersRead, DeadLettersWrite, AlertsRead, AlertsWrite, IngestRead, ApiKeysWrite,
    }.ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>Lets only callers with a scope call an HTTP function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresScopeAttribute(string scope) : Attribute
{
    /// <summary>One of <see cref="Scopes"/>.</summary>
    public string Scope { get; } = scope;
}

/// <summary>Lets anybody call an HTTP function, without a key.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicAttribute : Attribute;
