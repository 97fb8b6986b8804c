using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Answers what a hub and a partition are.</summary>
internal sealed class ManagementNode(IReadOnlyList<Hub> hubs, TimeProvider clock) : IRequestProcessor
{
    private const int Ok = 200;
    private const int Unauthorized = 401;
    private const int NotFound = 404;
    private const int NotSupported = 501;

    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        var request = requestContext.Message.ApplicationProperties;
        var (operation, type) = (request?["operation"] as string, request?["type"] as string);
        var hub = hubs.FirstOrDefault(hub => hub.Name == request?["name"] as string);

        var answer = (operation, type) switch
        {
            // The clients send their token along instead of putting it on $cbs.
            _ when !SharedAccessKey.Signed(request?["security_token"] as string, clock.GetUtcNow()) =>
                Refused(Unauthorized, "amqp:unauthorized-access", "The request carries no valid token signed with the connection string's key."),
            ("READ", "com.microsoft:eventhub") => hub is null ? Unknown($"event hub '{request?["name"]}'") : Found(Describe(hub)),
            ("READ", "com.microsoft:partition") => hub?.Find(request?["partition"] as string ?? "") is { } partition
                ? Found(Describe(hub, partition))
                : Unknown($"partition '{request?["partition"]}' of event hub '{request?["name"]}'"),
            _ => Refused(NotSupported, "amqp:not-implemented", $"The local endpoint does not support management operation '{operation}' of '{type}'."),
        };
        requestContext.Complete(answer);
    }

    private static Map Describe(Hub hub) => new()
    {
        ["name"] = hub.Name,
        ["type"] = "com.microsoft:eventhub",
        ["created_at"] = hub.CreatedAt.UtcDateTime,
        ["partition_count"] = hub.Partitions.Count,
        ["partition_ids"] = hub.Partitions.Select(partition => partition.PartitionId).ToArray(),
        ["georeplication_factor"] = 1,
    };

    private static Map Describe(Hub hub, PartitionLog partition) => new()
    {
        ["name"] = hub.Name,
        ["type"] = "com.microsoft:partition",
        ["partition"] = partition.PartitionId,
        ["begin_sequence_number"] = partition.FirstSequenceNumber,
        ["last_enqueued_sequence_number"] = partition.LastSequenceNumber,
        ["last_enqueued_offset"] = $"{partition.LastSequenceNumber}",
        ["last_enqueued_time_utc"] = partition.LastEnqueuedAt.UtcDateTime,
        ["is_partition_empty"] = partition.LastSequenceNumber < partition.FirstSequenceNumber,
    };

    private static Message Found(Map description) => new()
    {
        BodySection = new AmqpValue { Value = description },
        ApplicationProperties = new() { ["status-code"] = Ok, ["status-description"] = "OK" },
    };

    private static Message Unknown(string what) => Refused(NotFound, "amqp:not-found", Links.NotFound(what));

    private static Message Refused(int status, string condition, string description) => new()
    {
        ApplicationProperties = new() { ["status-code"] = status, ["error-condition"] = new Symbol(condition), ["status-description"] = description },
    };
}
