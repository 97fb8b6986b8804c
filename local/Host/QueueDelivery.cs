using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Credits.Local.Host;

/// <summary>Works one message off: unseen by others while its function runs, deleted when that succeeds, seen again when it fails, and in the end moved to the poison queue.</summary>
/// <remarks>When this process is killed, nothing renews the message's time, so that it is seen again when the <see cref="Lease"/> is over.</remarks>
/// <param name="queue">Where the message is, read without decoding.</param>
/// <param name="poison">Where it goes when it has failed too often; made then, if need be.</param>
/// <param name="invoke">Runs the function with the message and its text.</param>
/// <param name="settings">How often it is tried, after what pause.</param>
/// <param name="clock">Measures the lease.</param>
/// <param name="log">Is told of every failure.</param>
public sealed class QueueDelivery(
    QueueClient queue, QueueClient poison, Func<QueueMessage, string, CancellationToken, Task> invoke, QueueSettings settings, TimeProvider clock, ILogger log)
{
    /// <summary>How long a message is unseen by others, unless it is renewed, which happens at half of it. Ten minutes in the real host.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Never throws for what befalls the message: its return is the queue's business then.</summary>
    public async Task Deliver(QueueMessage message, CancellationToken cancellation)
    {
        try
        {
            // Taken often enough before, by a host that was killed each time.
            if (message.DequeueCount > settings.MaxDequeueCount) await Bury(message, "it was never worked off");
            else if (TextOf(message) is not { } text) await Bury(message, "its text is not base64, which host.json's messageEncoding asks for");
            else await Try(message, text, cancellation);
        }
        catch (RequestFailedException e)
        {
            log.LogWarning("Message {Message} of queue {Queue} could not be settled; it may come again: {Reason}", message.MessageId, queue.Name, e.Message);
        }
    }

    private async Task Try(QueueMessage message, string text, CancellationToken cancellation)
    {
        using var ended = new CancellationTokenSource();
        var renewing = Renew(message, ended.Token);
        var failure = await Failure(message, text, cancellation);
        await ended.CancelAsync();
        message = await renewing;

        if (failure is null) await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
        else if (message.DequeueCount >= settings.MaxDequeueCount) await Bury(message, failure);
        else await Release(message, failure);
    }

    private async Task<string?> Failure(QueueMessage message, string text, CancellationToken cancellation)
    {
        try
        {
            await invoke(message, text, cancellation);
            return null;
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerDiedException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    // Returns the message with the receipt that counts by now.
    private async Task<QueueMessage> Renew(QueueMessage message, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 2, clock, ended);
                message = message.Update(await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: Lease, cancellationToken: CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            return message;
        }
        catch (RequestFailedException e)
        {
            log.LogWarning("Message {Message} of queue {Queue} could not be kept from others while it is worked on: {Reason}", message.MessageId, queue.Name, e.Message);
            return message;
        }
    }

    private async Task Release(QueueMessage message, string reason)
    {
        log.LogWarning("Message {Message} of queue {Queue} failed at try {Try} of {Tries} and is tried again: {Reason}",
            message.MessageId, queue.Name, message.DequeueCount, settings.MaxDequeueCount, reason);
        await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: settings.VisibilityTimeout, cancellationToken: CancellationToken.None);
    }

    private async Task Bury(QueueMessage message, string reason)
    {
        log.LogError("Message {Message} of queue {Queue} is moved to {Poison} after {Tries} tries: {Reason}", message.MessageId, queue.Name, poison.Name, message.DequeueCount, reason);
        await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await poison.SendMessageAsync(message.Body, cancellationToken: CancellationToken.None);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
    }

    private string? TextOf(QueueMessage message)
    {
        var text = message.Body.ToString();
        if (!settings.IsBase64) return text;

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
