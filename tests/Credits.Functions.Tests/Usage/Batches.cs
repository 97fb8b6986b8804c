using System.Collections.Immutable;
using Credits.Events;
using Credits.Functions.Tests.Building;
using Credits.Functions.Usage;

namespace Credits.Functions.Tests.Usage;

/// <summary>Batches as the event hub gives them: messages numbered from 0, on a partition of the test's own.</summary>
internal static class Batches
{
    public static EventHubBatch Of(params IEnumerable<byte[]> bodies) => new(
        $"{Guid.NewGuid():N}",
        [.. bodies.Select((body, i) => new UsageMessage(body, ImmutableDictionary<string, string>.Empty, i, Given.Noon))]);

    public static EventHubBatch Of(params IEnumerable<UsageEvent> events) => Of(events.Select(usage => Envelope.Of(usage).Bytes()));
}
