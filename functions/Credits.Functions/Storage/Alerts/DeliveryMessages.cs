using Azure.Storage.Queues;

namespace Credits.Functions.Storage.Alerts;

/// <summary>Names deliveries to be tried, in a Storage queue. It only says where to look: what is lost of it is found again by the <see cref="DeliveryAgenda"/>.</summary>
public sealed class DeliveryMessages(QueueServiceClient queues)
{
    /// <summary>The queue.</summary>
    public const string Queue = "deliveries";

    private const char Separator = ' ';

    private readonly QueueClient _queue = queues.GetQueueClient(Queue);

    /// <summary>Lets a delivery be tried after a while.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="wait">How long nobody sees it; counted in whole seconds, so what is more than none is rounded up.</param>
    /// <param name="cancellation">Stops the request.</param>
    public Task Add(AlertOwner owner, string id, TimeSpan wait, CancellationToken cancellation) =>
        _queue.SendMessageAsync($"{owner}{Separator}{id}", TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling(wait.TotalSeconds))), cancellationToken: cancellation);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is none, and no try will make it one.</exception>
    public static (AlertOwner Owner, string Id) Parse(string message) =>
        message.Split(Separator) is [var owner, var id] && Delivery.IsId(id) ? (AlertOwner.Parse(owner), id) : throw new FormatException("This message names no delivery.");
}
