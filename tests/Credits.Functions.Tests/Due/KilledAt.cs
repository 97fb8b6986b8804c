namespace Credits.Functions.Tests.Due;

/// <summary>A process that is killed at one of its calls of the stores: before it takes effect, or after, when its answer never arrives. No call follows.</summary>
internal sealed class KilledAt(int call, bool takesEffect) : IDisposable
{
    private readonly CancellationTokenSource _killed = new();
    private int _calls;
    private bool _isArmed;

    /// <summary>Signalled by the kill.</summary>
    public CancellationToken Killed => _killed.Token;

    /// <summary>Counts from now on.</summary>
    public void Arm() => _isArmed = true;

    /// <summary>What a client of a store sends through.</summary>
    public HttpClient NewClient() => new(new Wire(this));

    public void Dispose() => _killed.Dispose();

    private sealed class Wire(KilledAt owner) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var call = owner._isArmed ? Interlocked.Increment(ref owner._calls) : 0;
            if (call < owner.Limit) return await base.SendAsync(request, cancellationToken);

            if (call == owner.Limit)
            {
                if (owner.TakesEffect) (await base.SendAsync(request, CancellationToken.None)).Dispose();
                await owner._killed.CancelAsync();
            }

            throw new OperationCanceledException("The process is killed.", owner.Killed);
        }
    }

    private int Limit => call;

    private bool TakesEffect => takesEffect;
}
