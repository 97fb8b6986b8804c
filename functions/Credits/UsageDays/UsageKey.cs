using Credits.Grants;

namespace Credits.UsageDays;

/// <summary>Which events of a day a row sums up.</summary>
/// <param name="By">How the meter's events are told apart.</param>
/// <param name="Meter">The meter.</param>
/// <param name="CreditType">The type of credits that they burned.</param>
/// <param name="Path">The dimension's path; empty where the row is not one of a dimension.</param>
/// <param name="Value">The member or the dimension's value; null for those beyond the bounds, together.</param>
public readonly record struct UsageKey(UsageSplit By, string Meter, CreditType CreditType, string Path, string? Value)
{
    /// <summary>The row of all events of a meter.</summary>
    public static UsageKey Whole(string meter, CreditType type) => new(UsageSplit.Whole, meter, type, "", null);
}

/// <summary>How a meter's events are told apart.</summary>
public enum UsageSplit
{
    /// <summary>Not at all.</summary>
    Whole,

    /// <summary>By the member who used it.</summary>
    Member,

    /// <summary>By the text at a path of their data.</summary>
    Dimension,
}
