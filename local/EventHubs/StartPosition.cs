using System.Globalization;
using System.Text.RegularExpressions;

namespace Credits.Local.EventHubs;

/// <summary>Where a receiver starts, as its link's filter says it.</summary>
internal static partial class StartPosition
{
    /// <summary>The first sequence number to deliver.</summary>
    /// <exception cref="NotSupportedException">The filter is of a form that this endpoint does not know.</exception>
    public static long Of(string? filter, PartitionLog partition)
    {
        if (filter is null) return partition.LastSequenceNumber + 1;

        var match = Expression().Match(filter);
        if (!match.Success) throw new NotSupportedException($"The local endpoint does not know the receiver filter '{filter}'.");

        var (value, inclusive) = (match.Groups["value"].Value, match.Groups["inclusive"].Length > 0);
        return (match.Groups["what"].Value, value) switch
        {
            ("offset" or "sequence-number", "@latest") => partition.LastSequenceNumber + 1,
            ("enqueued-time", _) => partition.FirstAtOrAfter(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(value, CultureInfo.InvariantCulture)).AddMilliseconds(inclusive ? 0 : 1)),
            _ => long.Parse(value, CultureInfo.InvariantCulture) + (inclusive ? 0 : 1),
        };
    }

    [GeneratedRegex(@"^amqp\.annotation\.x-opt-(?<what>offset|sequence-number|enqueued-time)\s*>(?<inclusive>=?)\s*'(?<value>-?\d+|@latest)'$")]
    private static partial Regex Expression();
}
