namespace Credits.Accounts;

/// <summary>What an account names though it is the default anyway. It makes a difference only beside a plan, and an account from before there were plans names none of it.</summary>
[Flags]
public enum NamedDefaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The default rate card.</summary>
    RateCard = 1,

    /// <summary>The policy that blocks.</summary>
    Policy = 2,

    /// <summary>A limit of overdraft of zero.</summary>
    OverdraftLimit = 4,

    /// <summary>That captures may cost more than their holds.</summary>
    CapturesBeyondHold = 8,
}
