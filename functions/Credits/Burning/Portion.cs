namespace Credits.Burning;

/// <summary>What one grant gave.</summary>
/// <param name="Grant">The grant's id.</param>
/// <param name="Amount">Above zero.</param>
public readonly record struct Portion(string Grant, Credits Amount);
