using Credits.Limits;

namespace Credits.Checks;

/// <summary>Tells people why a check did not simply allow something.</summary>
internal static class CheckWords
{
    /// <summary>That a cap leaves too little.</summary>
    public static string Of(CapState reached, Intent intent)
    {
        var (cap, held) = (reached.Cap, reached.Held > Credits.Zero ? $" and {reached.Held} held" : "");
        var needed = intent.Cost is { } cost ? $", but {cost} are needed" : "";
        var mend = intent.Cost > cap.Limit ? "raise it or use less at a time" : $"raise it, or wait until it begins anew at {reached.ResetsAt:yyyy-MM-dd'T'HH:mm:ss'Z'}";
        return $"The {Adjective(cap.Window)} cap of {cap.Limit} '{intent.CreditType}'{Concerning(cap.Scope, intent)} has {reached.Remaining} left " +
            $"({reached.Used} used{held}){needed}; {mend}.";
    }

    /// <summary>That there are too few credits.</summary>
    public static string Lacking(Credits available, Intent intent) =>
        intent.Cost is { } cost ? $"{available} '{intent.CreditType}' are available, but {cost} are needed" : $"No '{intent.CreditType}' are available";

    private static string Concerning(CapScope scope, Intent intent)
    {
        var member = scope.EachMember ? intent.Member : scope.Member;
        return (scope.Meter is null ? "" : $" for '{scope.Meter}'") + (member is null ? "" : $" of member '{member}'");
    }

    private static string Adjective(CapWindow window) => window switch
    {
        CapWindow.Day => "daily",
        CapWindow.Week => "weekly",
        _ => "monthly",
    };
}
