namespace Credits.Rating;

/// <summary>When a new version of a rate card may take effect.</summary>
public static class PublishingRule
{
    /// <summary>
    /// The moment from which a version prices events. A card's first version may take effect at any time, even a past one; a later one
    /// neither before <paramref name="lead"/> from now, so that everybody who prices events knows it by then, nor before the version before it.
    /// </summary>
    /// <param name="asked">The moment asked for; null for the earliest.</param>
    /// <param name="now">When it is published.</param>
    /// <param name="lead">How long before its effect a later version must be published.</param>
    /// <param name="latest">The newest published version; null for none.</param>
    /// <param name="effectiveFrom">The moment, when it is allowed.</param>
    /// <param name="fault">What is wrong, when it is not.</param>
    public static bool TryDecide(
        DateTimeOffset? asked, DateTimeOffset now, TimeSpan lead, RateCardVersion? latest, out DateTimeOffset effectiveFrom, out Fault? fault)
    {
        fault = null;
        var earliest = latest is null ? now : Later(now + lead, latest.EffectiveFrom);
        effectiveFrom = asked ?? earliest;
        if (latest is null || effectiveFrom >= earliest) return true;

        fault = new("effectiveFrom", $"A version after the first takes effect at {earliest:O} or later: what may already have been priced is not priced anew.");
        return false;
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
