namespace Credits.Limits;

/// <summary>What a check answers when credits run out.</summary>
public enum LimitPolicy
{
    /// <summary>Denied: nothing more before new credits come.</summary>
    Block,

    /// <summary>Allowed, with a warning.</summary>
    Warn,

    /// <summary>Allowed as long as the overdraft stays within a limit.</summary>
    Overdraft,
}
