using System.Globalization;
using System.Text.RegularExpressions;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Where a receiver starts, as its link's filter says it.</summary>
internal static partial class StartPosition
{
    /// <summary>The first sequence number to deliver.</summary>
    /// <exception cref="NotSupportedException">The filter is of a form that this endpoint does not know.</exception>
    public static long Of(Map? filters, PartitionLog partition)
    {
        var filter = filters is { Count: 1 } && filters.Values.Single() is DescribedValue { Value: string text } ? text : null;
        if (filter is null) throw new NotSupportedException("The local endpoint wants one filter that says where a receiver starts.");

        var match = Expression().Match(filter);
        var isLatest = match.Groups["value"].Value == "@latest" && match.Groups["what"].Value != "enqueued-time";
        if (isLatest) return partition.LastSequenceNumber + 1;

        if (!long.TryParse(match.Groups["value"].Value, CultureInfo.InvariantCulture, out var value) || value == long.MaxValue) throw new NotSupportedException($"The local endpoint does not know the receiver filter '{filter}'.");

        var first = match.Groups["inclusive"].Length > 0 ? value : value + 1;
        return match.Groups["what"].Value == "enqueued-time" ? partition.FirstAtOrAfter(first) : first;
    }

    [GeneratedRegex(@"^amqp\.annotation\.x-opt-(?<what>offset|sequence-number|enqueued-time)\s*>(?<inclusive>=?)\s*(?<quote>'?)(?<value>-?\d+|@latest)\k<quote>$")]
    private static partial Regex Expression();
}
