using Credits.Functions.Http;
using Credits.Promos;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Grants;

internal static class RedemptionProblems
{
    public static Answer Of(PromoRefusal refusal, string code) => refusal switch
    {
        PromoRefusal.Unknown => Problem.Of(
            ProblemTypes.UnknownPromoCode, StatusCodes.Status404NotFound, "There is no such promo code.", "Nothing was granted. Look whether it is written as it was given out; it may also not be valid yet."),
        PromoRefusal.Expired => Conflict(ProblemTypes.PromoCodeExpired, $"Promo code '{code}' has expired.", "Nothing was granted, and nothing more will be."),
        PromoRefusal.Exhausted => Conflict(ProblemTypes.PromoCodeExhausted, $"Promo code '{code}' was redeemed as often as it may be.", "Nothing was granted. The operator may raise how often it can be redeemed."),
        PromoRefusal.Redeemed => Conflict(
            ProblemTypes.PromoCodeRedeemed, $"The account has redeemed promo code '{code}' before.", $"Nothing more was granted: each account redeems a code once. Its grant is '{PromoCode.GrantIdOf(code)}'."),
        PromoRefusal.NotForPlan => Conflict(ProblemTypes.PromoCodeNotForPlan, $"Promo code '{code}' is for accounts on other plans.", "Nothing was granted. Put the account on a plan that the code is for, then redeem it."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that redemptions do not know."),
    };

    private static Answer Conflict(string type, string title, string detail) => Problem.Of(type, StatusCodes.Status409Conflict, title, detail);
}
