namespace Credits.Periods;

/// <summary>What a <see cref="Term"/> counts.</summary>
public enum TermUnit
{
    /// <summary>Calendar days.</summary>
    Day,

    /// <summary>Calendar months.</summary>
    Month,

    /// <summary>Calendar years.</summary>
    Year,
}
