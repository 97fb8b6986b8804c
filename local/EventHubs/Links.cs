using System.Text.RegularExpressions;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>Attaches producers to <c>hub</c> or <c>hub/Partitions/n</c>, and receivers to <c>hub/ConsumerGroups/group/Partitions/n</c>.</summary>
internal sealed partial class Links(IReadOnlyList<Hub> hubs, CbsNode security, ILogger log) : ILinkProcessor
{
    private const int ProducerCredit = 300;
    private static readonly Symbol OwnerLevel = new("com.microsoft:epoch");
    private readonly Receivers _receivers = new();

    public void Process(AttachContext attachContext)
    {
        try
        {
            if (!security.IsAuthorized(attachContext.Link.Session.Connection))
                Refuse(attachContext, ErrorCode.UnauthorizedAccess, "Put a token signed with the connection string's key first.");
            else if (attachContext.Attach.Role) AttachReceiver(attachContext, attachContext.Attach.Source as Source ?? throw Unknown("source"));
            else AttachProducer(attachContext, (attachContext.Attach.Target as Target ?? throw Unknown("target")).Address ?? "");
        }
        catch (NotSupportedException e)
        {
            Refuse(attachContext, ErrorCode.NotImplemented, e.Message);
        }
    }

    private void AttachProducer(AttachContext context, string address)
    {
        var match = ProducerAddress().Match(address);
        var hub = hubs.FirstOrDefault(hub => hub.Name == match.Groups["hub"].Value);
        var partition = match.Groups["partition"] is { Success: true } id ? hub?.Find(id.Value) : null;
        if (hub is null || (partition is null && match.Groups["partition"].Success))
        {
            Refuse(context, ErrorCode.NotFound, NotFound($"'{address}'"));
            return;
        }

        context.Attach.MaxMessageSize = Incoming.MaxMessageBytes;
        context.Complete(new TargetLinkEndpoint(new Incoming(hub, partition, log), context.Link), ProducerCredit);
    }

    private void AttachReceiver(AttachContext context, Source source)
    {
        var match = ReceiverAddress().Match(source.Address ?? "");
        var partition = hubs.FirstOrDefault(hub => hub.Name == match.Groups["hub"].Value)?.Find(match.Groups["partition"].Value);
        if (partition is null)
        {
            Refuse(context, ErrorCode.NotFound, NotFound($"'{source.Address}'"));
            return;
        }

        var from = StartPosition.Of(source.FilterSet, partition);
        var level = context.Attach.Properties?[OwnerLevel] is { } value ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : (long?)null;
        if (!_receivers.TryEnter(match.Groups["group"].Value, partition, level, context.Link))
        {
            Refuse(context, ErrorCode.Stolen, $"A receiver with a higher owner level reads partition {partition.PartitionId}.");
            return;
        }

        var outgoing = new Outgoing(partition, from, log);
        context.Link.Closed += (_, _) => outgoing.Dispose();
        context.Complete(new SourceLinkEndpoint(outgoing, context.Link), initialCredit: 0);
    }

    /// <summary>In the service's words, by which the clients tell an unknown entity from a broken connection.</summary>
    public static string NotFound(string what) => $"The messaging entity {what} could not be found.";

    private static NotSupportedException Unknown(string end) => new($"The local endpoint attaches links to event hubs only; it does not know this link's {end}.");

    private static void Refuse(AttachContext context, string condition, string description) =>
        context.Complete(new Error(condition) { Description = description });

    [GeneratedRegex("^(amqps?://[^/]+)?/?(?<hub>[^/]+)(/Partitions/(?<partition>[^/]+))?/?$")]
    private static partial Regex ProducerAddress();

    [GeneratedRegex("^(amqps?://[^/]+)?/?(?<hub>[^/]+)/ConsumerGroups/(?<group>[^/]+)/Partitions/(?<partition>[^/]+)/?$")]
    private static partial Regex ReceiverAddress();
}
