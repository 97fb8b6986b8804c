using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Credits.Local;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    // Systems give the ports above to whoever asks for any, at every connection: one that was free a moment ago may not be when it is needed.
    private const int FirstChosen = 10_240;
    private const int FirstGivenByTheSystem = 32_768;

    // Stacks that start at the same time choose from the same ports, seconds before somebody listens there: a UDP socket of the same number
    // tells the others' processes that a port is chosen. It goes with its process, however that ends.
    private static readonly ConcurrentDictionary<int, Socket> Kept = new();

    /// <summary>A free port that neither the system nor another stack gives to anybody else as long as this process lives.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstChosen, FirstGivenByTheSystem);
            if (!Kept.ContainsKey(port) && TryKeep(port)) return port;
        }
    }

    /// <summary>Keeps a free port from other stacks as long as this process lives; false when it is not free or another keeps it.</summary>
    public static bool TryKeep(int port)
    {
        if (Kept.ContainsKey(port)) return IsFree(port);

        var sign = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            sign.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException)
        {
            sign.Dispose();
            return false;
        }

        // Tried only now, as the trial takes the port for a moment, which another that keeps it would miss.
        if (!IsFree(port))
        {
            sign.Dispose();
            return false;
        }

        Kept[port] = sign;
        return true;
    }

    /// <summary>Whether somebody takes connections.</summary>
    public static async Task<bool> Answers(string host, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
