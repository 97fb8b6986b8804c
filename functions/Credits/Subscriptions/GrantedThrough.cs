namespace Credits.Subscriptions;

/// <summary>How far an allotment has been granted.</summary>
/// <param name="Allotment">Its id within the plan.</param>
/// <param name="Through">The first moment for which nothing has been granted yet.</param>
public readonly record struct GrantedThrough(string Allotment, DateTimeOffset Through)
{
    /// <summary>The most that the next grant may give, where it stands for one that was taken back; null for no bound.</summary>
    public Credits? AtMost { get; init; }
}
