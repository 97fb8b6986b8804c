using System.Net;
using System.Net.Sockets;
using Credits.Functions.Alerts;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Deliveries;

/// <summary>The way to webhooks: only into the public internet, to nobody's other address, and with nothing of the app's.</summary>
public sealed class WebhookClient(IOptions<AlertOptions> options) : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Sends requests.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // it would be the proxy that is connected to, and judged
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, options.Value.AllowInsecureTargets, cancellation),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each request has its own, for the answer's body too
    };

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    // Judges the very addresses that are then connected to: whatever a name stood for before, or stands for later, does not matter.
    private static async ValueTask<Stream> Connect(DnsEndPoint to, bool allowInsecure, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellation);
        if (!allowInsecure && !addresses.All(WebhookTarget.IsPublic)) throw new TargetRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name stands for an address that webhooks may not go to.</summary>
public sealed class TargetRefusedException() : IOException("The host's address is not one of the public internet.");
