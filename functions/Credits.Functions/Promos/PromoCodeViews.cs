using Credits.Promos;

namespace Credits.Functions.Promos;

/// <summary>A promo code.</summary>
/// <param name="Code">The code, in capitals.</param>
/// <param name="Credits">How many credits it gives.</param>
/// <param name="CreditType">What kind of credits.</param>
/// <param name="Lifetime">How long they live from the redemption on; left out for ever.</param>
/// <param name="Priority">Lower burns first.</param>
/// <param name="Meters">The only meters they pay for; empty for every meter.</param>
/// <param name="Plans">The plans whose accounts may redeem it; empty for every account.</param>
/// <param name="ValidFrom">The first moment at which it can be redeemed.</param>
/// <param name="ValidUntil">The first moment at which it no longer can.</param>
/// <param name="MaxRedemptions">How many accounts may redeem it; left out for any number.</param>
/// <param name="Description">What the operator says of it.</param>
/// <param name="Active">Whether it may be redeemed at all.</param>
/// <param name="Redeemed">How many accounts have redeemed it, or have their place kept for the next try.</param>
public sealed record PromoCodeView(
    string Code, Credits Credits, string CreditType, string? Lifetime, int Priority, IReadOnlyList<string> Meters, IReadOnlyList<string> Plans,
    DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, int? MaxRedemptions, string? Description, bool Active, int Redeemed)
{
    internal static PromoCodeView Of(PromoCode promo, int redeemed) => new(
        promo.Code, promo.Credits, promo.CreditType.Value, promo.Lifetime?.ToString(), promo.Priority, promo.Meters, promo.Plans,
        promo.ValidFrom, promo.ValidUntil, promo.MaxRedemptions, promo.Description, promo.Active, redeemed);
}

/// <summary>A page of promo codes.</summary>
/// <param name="PromoCodes">By code.</param>
/// <param name="Cursor">Where the next page begins; left out on the last one.</param>
public sealed record PromoCodesView(IReadOnlyList<PromoCodeView> PromoCodes, string? Cursor);
