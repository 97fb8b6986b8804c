namespace Credits.Plans;

/// <summary>What becomes of allotments when an account comes to a plan or leaves it in the midst of a period.</summary>
public enum Proration
{
    /// <summary>Who comes gets the whole of the running period; who leaves keeps it.</summary>
    None,

    /// <summary>Who comes gets the share of the days that are left, today's included; who leaves gives that share back, as far as it is left.</summary>
    ByDays,
}
