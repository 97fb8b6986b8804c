using Credits.Functions.Storage.Alerts;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Deliveries;

/// <summary>Delivers alerts.</summary>
public sealed class DeliverFunction(DeliveryWork work)
{
    /// <summary>Tries a delivery. When it throws, a store was out of reach, and the host brings the message again; what goes to the queue <c>deliveries-poison</c> in the end, the sweep finds.</summary>
    /// <param name="message">Names the delivery.</param>
    /// <param name="cancellation">Signalled when the worker is told to stop.</param>
    [Function("Deliver")]
    public Task Run([QueueTrigger(DeliveryMessages.Queue, Connection = "Storage")] string message, CancellationToken cancellation)
    {
        var (owner, id) = DeliveryMessages.Parse(message);
        return work.Run(owner, id, cancellation);
    }
}
