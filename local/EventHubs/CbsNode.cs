using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Credits.Local.EventHubs;

/// <summary>Claims-based security: a connection that has put one valid token may attach links.</summary>
internal sealed class CbsNode(TimeProvider clock) : IRequestProcessor
{
    private const int Accepted = 202;
    private const int Unauthorized = 401;

    private readonly ConditionalWeakTable<Connection, object> _authorized = [];

    public int Credit => 100;

    public bool IsAuthorized(Connection connection) => _authorized.TryGetValue(connection, out _);

    public void Process(RequestContext requestContext)
    {
        var request = requestContext.Message;
        var accepted = request.ApplicationProperties?["operation"] as string == "put-token" && SharedAccessKey.Signed(request.Body as string, clock.GetUtcNow());
        if (accepted) _authorized.AddOrUpdate(requestContext.Link.Session.Connection, this);

        requestContext.Complete(new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["status-code"] = accepted ? Accepted : Unauthorized,
                ["status-description"] = accepted ? "Accepted" : $"The token is not signed with {SharedAccessKey.Name}, or has expired.",
            },
        });
    }
}
