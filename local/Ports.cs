using System.Net;
using System.Net.Sockets;

namespace Credits.Local;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    /// <summary>A port, or a free one where it is 0.</summary>
    public static int FreeOr(int port)
    {
        if (port != 0) return port;

        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
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
