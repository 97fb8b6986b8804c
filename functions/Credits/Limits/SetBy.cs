namespace Credits.Limits;

/// <summary>Who decided a cap or a threshold. Of two caps that concern the same, the tighter one counts.</summary>
public enum SetBy
{
    /// <summary>Whoever operates the service.</summary>
    Operator,

    /// <summary>The customer, for itself.</summary>
    Customer,

    /// <summary>The plan, for everybody on it.</summary>
    Plan,
}
