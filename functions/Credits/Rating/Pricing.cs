using Credits.Events;

namespace Credits.Rating;

/// <summary>Prices events. Pure: the same event under the same version costs the same, for ever.</summary>
public static class Pricing
{
    /// <summary>What an event costs under a version; false, with the refusal, when it can't be priced.</summary>
    /// <remarks>Charge = Σ over components of quantity ÷ per × credits, each rounded to a millionth of a credit, half to even.</remarks>
    public static bool TryPrice(UsageEvent usage, RateCardVersion version, out Charge charge, out Refusal? refusal)
    {
        charge = default;
        if (version.RateFor(usage) is not { } rate)
        {
            refusal = version.Knows(usage.Meter)
                ? new(RefusalCodes.NoMatchingRate,
                    $"No rate for meter '{usage.Meter}' in version {version.Number} of rate card '{version.RateCard}' matches the data {usage.Data}; add a default rate.")
                : new(RefusalCodes.UnknownMeter,
                    $"Version {version.Number} of rate card '{version.RateCard}' has no rate for meter '{usage.Meter}'; add one, or correct the event's type.");
            return false;
        }

        Int128 millionths = 0;
        foreach (var component in rate.Components)
        {
            if (!TryMeasure(usage, component, out var quantity, out refusal)) return false;

            // At most 10^18 × 8 × 10^15 < 2^127, so the product is exact.
            millionths += DivideHalfToEven((Int128)quantity.Millionths * component.Credits.Millionths, (Int128)component.Per * Quantity.MillionthsPerUnit);
        }

        if (millionths > Credits.Max.Millionths)
        {
            refusal = new(RefusalCodes.AmountOutOfRange,
                $"The event would cost more than the {Credits.Max} credits an amount can hold; check its quantities {usage.Data}.");
            return false;
        }

        charge = new(Credits.FromMillionths(millionths), rate.CreditType, version.RateCard, version.Number);
        refusal = null;
        return true;
    }

    private static bool TryMeasure(UsageEvent usage, Component component, out Quantity quantity, out Refusal? refusal)
    {
        refusal = null;
        quantity = Quantity.One;
        if (component.Quantity is not { } path) return true;

        if (usage.Data.TryGetNumber(path, out var digits))
        {
            if (Quantity.TryParse(digits, out quantity)) return true;
            refusal = new(RefusalCodes.InvalidQuantity, $"'data.{path}' is {digits}, but a quantity is {Quantity.Rule}.");
            return false;
        }

        refusal = usage.Data.Dimension(path) is { } text
            ? new(RefusalCodes.InvalidQuantity, $"'data.{path}' is '{text}', not a JSON number; a quantity is {Quantity.Rule}.")
            : new(RefusalCodes.MissingQuantity, $"'data.{path}' is missing, but meter '{usage.Meter}' is priced by it.");
        return false;
    }

    private static Int128 DivideHalfToEven(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = remainder * 2;
        return twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }
}
