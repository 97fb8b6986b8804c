using System.Buffers;
using System.Collections.Immutable;
using Credits.Grants;
using Credits.Periods;

namespace Credits.Promos;

/// <summary>Credits that whoever knows a code is given, once an account.</summary>
/// <param name="Code">The code as it is kept: in capitals.</param>
/// <param name="Credits">How many credits; above zero.</param>
public sealed record PromoCode(string Code, Credits Credits)
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 4;

    /// <summary>The most characters: with what stands before it, it is the id of a grant, which has 64.</summary>
    public const int MaxLength = 58;

    /// <summary>The most meters; the grant rides in the account's document.</summary>
    public const int MaxMeters = 20;

    /// <summary>The most plans.</summary>
    public const int MaxPlans = 50;

    /// <summary>The longest description, in characters.</summary>
    public const int MaxDescriptionLength = 500;

    /// <summary>What a code may consist of, in words for an error message.</summary>
    public static readonly string Rule = $"{MinLength} to {MaxLength} letters A-Z, digits and '-'; small letters count as capitals";

    private const string GrantPrefix = "promo-";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What kind of credits.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>How long they live from the redemption on; null for ever.</summary>
    public Term? Lifetime { get; init; }

    /// <summary>Lower burns first.</summary>
    public int Priority { get; init; } = Grant.DefaultPriority;

    /// <summary>The only meters they pay for; empty means every meter.</summary>
    public ImmutableArray<string> Meters { get; init; } = [];

    /// <summary>The plans whose accounts may redeem it; empty means every account.</summary>
    public ImmutableArray<string> Plans { get; init; } = [];

    /// <summary>The first moment at which it can be redeemed; null means always until its end.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The first moment at which it no longer can; null means never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>How many accounts may redeem it; null means any number.</summary>
    public int? MaxRedemptions { get; init; }

    /// <summary>What the operator says of it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it may be redeemed at all.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The id of the grant that a code gives. As an id is granted once, it is what keeps an account from redeeming twice.</summary>
    public static string GrantIdOf(string code) => GrantPrefix + code;

    /// <summary>Reads a code as somebody typed it; false when it breaks the <see cref="Rule"/>.</summary>
    public static bool TryRead(string? text, out string code)
    {
        var valid = text is { Length: >= MinLength and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
        code = valid ? text!.ToUpperInvariant() : "";
        return valid;
    }

    /// <summary>Why an account may not redeem it; null when it may, as far as there is a place left.</summary>
    /// <param name="at">When.</param>
    /// <param name="plan">The account's plan; null for none.</param>
    /// <param name="hasPlace">Whether the account took a place before and was not granted yet: that is finished, whatever has come between, unless the code was withdrawn.</param>
    public PromoRefusal? RefusalAt(DateTimeOffset at, string? plan, bool hasPlace) =>
        !Active || at < ValidFrom ? PromoRefusal.Unknown
        : hasPlace ? null
        : ValidUntil <= at ? PromoRefusal.Expired
        : Plans.IsEmpty || (plan is not null && Plans.Contains(plan)) ? null
        : PromoRefusal.NotForPlan;

    /// <summary>What an account is granted that redeems it.</summary>
    public Grant GrantAt(DateTimeOffset at, Calendar calendar) => new()
    {
        Id = GrantIdOf(Code),
        Kind = GrantKind.Promo,
        CreditType = CreditType,
        Amount = Credits,
        Remaining = Credits,
        EffectiveAt = at,
        ExpiresAt = Lifetime?.After(at, calendar),
        Priority = Priority,
        Meters = Meters,
        Reference = $"Promo code {Code}",
    };

    /// <summary>Equal in every part.</summary>
    public bool Equals(PromoCode? other) =>
        other is not null && Code == other.Code && Credits == other.Credits && CreditType == other.CreditType && Lifetime == other.Lifetime && Priority == other.Priority
        && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil && MaxRedemptions == other.MaxRedemptions && Description == other.Description && Active == other.Active
        && Meters.AsSpan().SequenceEqual(other.Meters.AsSpan()) && Plans.AsSpan().SequenceEqual(other.Plans.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Credits, ValidFrom, ValidUntil, MaxRedemptions, Active);
}
