namespace Credits.Rating;

/// <summary>One step of a price that depends on how much a billing period has used.</summary>
/// <param name="UpTo">The last unit of the step, counted from the period's first chargeable one; null for the last step, which has no end.</param>
/// <param name="Credits">What the component's <c>per</c> units cost within the step.</param>
public readonly record struct Tier(Quantity? UpTo, Credits Credits);

/// <summary>How the steps of a price apply.</summary>
public enum TierMode
{
    /// <summary>Each unit costs what the step it falls in costs.</summary>
    Graduated,

    /// <summary>All units of an event cost what the step costs that the period has reached with it. What was booked before keeps its price.</summary>
    Volume,
}
