using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Credits.Functions.Tests.Mail;

/// <summary>A mail server that keeps what it is given, and knows everybody but nobody.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    public const string Nobody = "nobody";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<(string To, string Mail)> Mails { get; } = [];

    public static SmtpSink Start()
    {
        var sink = new SmtpSink();
        sink._listener.Start();
        sink._running = sink.Listen();
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // One conversation after another.
    private async Task Listen()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await Converse(client.GetStream());
        }
    }

    private async Task Converse(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink");
        var to = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT") to = line.Split('<', '>')[1];
            if (verb == "DATA") await Keep(to, reader, writer);
            await writer.WriteLineAsync(verb switch
            {
                "QUIT" => "221 bye",
                "RCPT" when to.StartsWith(Nobody, StringComparison.Ordinal) => "550 no such mailbox",
                _ => "250 ok",
            });
            if (verb == "QUIT") return;
        }
    }

    private async Task Keep(string to, StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".") mail.Append(line).Append('\n');
        Mails.Enqueue((to, mail.ToString()));
    }
}
