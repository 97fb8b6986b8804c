using Amqp;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace Credits.Local.EventHubs;

/// <summary>An Event Hubs namespace on this machine: AMQP 1.0 that the real clients connect to, logs that survive.</summary>
public sealed class EventHubsEndpoint : IAsyncDisposable
{
    private readonly ContainerHost _host;

    private EventHubsEndpoint(ContainerHost host, int port, IReadOnlyList<Hub> hubs)
    {
        (_host, Hubs) = (host, hubs);
        Port = port;
        ConnectionString =
            $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName={SharedAccessKey.Name};SharedAccessKey={SharedAccessKey.Value};UseDevelopmentEmulator=true;";
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What clients connect with.</summary>
    public string ConnectionString { get; }

    /// <summary>The hubs.</summary>
    public IReadOnlyList<Hub> Hubs { get; }

    /// <summary>Opens the logs and listens on 127.0.0.1.</summary>
    /// <param name="dataDirectory">Where the logs are.</param>
    /// <param name="port">0 is any free port.</param>
    /// <param name="definitions">The hubs there are to be.</param>
    /// <param name="clock">Tells enqueued times.</param>
    /// <param name="logs">Gets what goes wrong.</param>
    /// <param name="cancellation">Stops the start.</param>
    public static Task<EventHubsEndpoint> Start(
        string dataDirectory, int port, IReadOnlyList<HubDefinition> definitions, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var log = logs.CreateLogger("EventHubs");
        var hubs = definitions.Select(definition => new Hub(definition, dataDirectory, clock, log)).ToArray();

        if (port == 0) port = Ports.Free();
        var security = new CbsNode(clock);
        var host = new ContainerHost([new Address($"amqp://127.0.0.1:{port}")]);
        foreach (var listener in host.Listeners)
        {
            listener.SASL.EnableAnonymousMechanism = true;
            listener.SASL.EnableMechanism(TokensFollow.Name, new TokensFollow());
        }

        host.RegisterRequestProcessor("$cbs", security);
        host.RegisterRequestProcessor("$management", new ManagementNode(hubs, clock));
        host.RegisterLinkProcessor(new Links(hubs, security, log));
        try
        {
            host.Open();
        }
        catch (System.Net.Sockets.SocketException e)
        {
            foreach (var hub in hubs) hub.Dispose();
            throw new InvalidOperationException($"The Event Hubs endpoint can't listen on port {port}: {e.Message}. Choose another port, or 0 for any.", e);
        }

        return Task.FromResult(new EventHubsEndpoint(host, port, hubs));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _host.Close();
        foreach (var hub in Hubs) hub.Dispose();
        return ValueTask.CompletedTask;
    }

    // The clients' SASL mechanism for claims-based security: nothing is proven yet, tokens follow on $cbs.
    private sealed class TokensFollow() : SaslProfile(Name)
    {
        public const string Name = "MSSBCBS";

        private const ulong SaslInitDescriptor = 0x41;

        protected override ITransport UpgradeTransport(ITransport transport) => transport;

        protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = Name };

        protected override DescribedList? OnCommand(DescribedList command) =>
            command.Descriptor.Code == SaslInitDescriptor ? new SaslOutcome { Code = SaslCode.Ok } : null;
    }
}
