using System.Net;
using System.Net.Sockets;

namespace Credits.Local;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    // Systems give the ports above to whoever asks for any, at every connection: one that was free a moment ago may not be when it is needed.
    private const int FirstChosen = 10_240;
    private const int FirstGivenByTheSystem = 32_768;

    /// <summary>A free port that the system gives to nobody else meanwhile.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstChosen, FirstGivenByTheSystem);
            if (IsFree(port)) return port;
        }
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
