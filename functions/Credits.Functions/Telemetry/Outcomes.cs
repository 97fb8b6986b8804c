namespace Credits.Functions.Telemetry;

/// <summary>What became of something that is counted: the values of the tag <c>outcome</c>. Graphs and alert rules rely on them.</summary>
public static class Outcomes
{
    /// <summary>Of automatic top-ups.</summary>
    public static class TopUp
    {
        /// <summary>Credits were bought.</summary>
        public const string Succeeded = "succeeded";

        /// <summary>The customer's bank wants to ask.</summary>
        public const string AuthenticationRequired = "authentication_required";

        /// <summary>The card was declined.</summary>
        public const string Failed = "failed";

        /// <summary>Nothing is bought until the customer says so.</summary>
        public const string Paused = "paused";

        /// <summary>Nothing is bought for now; it is looked at again within the hour.</summary>
        public const string Waiting = "waiting";
    }

    /// <summary>Of due accounts.</summary>
    public static class DueAccount
    {
        /// <summary>All that was due is done.</summary>
        public const string Settled = "settled";

        /// <summary>There is no room for what its plan allots.</summary>
        public const string Waiting = "waiting";

        /// <summary>It could not be worked with.</summary>
        public const string Failed = "failed";

        /// <summary>The store was out of reach; its chunk comes again.</summary>
        public const string Unreached = "unreached";
    }

    /// <summary>Of deliveries of alerts.</summary>
    public static class Delivery
    {
        /// <summary>It reached whom it was for.</summary>
        public const string Delivered = "delivered";

        /// <summary>It did not, and is tried again.</summary>
        public const string Failed = "failed";

        /// <summary>It did not, and is not tried again.</summary>
        public const string GivenUp = "given_up";

        /// <summary>Whom it was for has been removed, so nobody misses it.</summary>
        public const string Withdrawn = "withdrawn";
    }
}
