using System.Net;
using System.Security.Cryptography;
using Credits.Local.Stack;

namespace Credits.Local.Stripe;

/// <summary>Stripe's API as far as the product asks it, pages to pay and to leave cards on, and signed webhooks.</summary>
public sealed class StripeEndpoint : IAsyncDisposable
{
    private const int SecretBytes = 24;

    private readonly WebApplication _app;
    private readonly StripeLedger _ledger;
    private readonly StripeWebhooks _webhooks;
    private readonly StripeGate _gate;
    private readonly StripeSessions _sessions;

    private StripeEndpoint(WebApplication app, StripeLedger ledger, string apiKey, string webhookSecret, TimeProvider clock, ILogger log)
    {
        (_app, _ledger, ApiKey, WebhookSecret) = (app, ledger, apiKey, webhookSecret);
        _webhooks = new(ledger, webhookSecret, clock, log);
        _gate = new(ledger, apiKey);
        var customers = new StripeCustomers(ledger, _webhooks, clock);
        var intents = new StripeIntents(ledger, _webhooks, customers, clock);
        _sessions = new(ledger, _webhooks, customers, intents, clock);
        var api = new StripeApi(_gate, customers, intents, _sessions, new(ledger, _webhooks, intents), new(ledger, _webhooks, clock), ledger);
        api.Map(app, id => new Uri(Url, $"checkout/{id}").ToString());
        api.MapDeeds(app, _webhooks);
        app.MapGet("/checkout/{id}", (string id) => _gate.Locked(() => CheckoutPage.Of(_sessions.Find(id))));
        app.MapPost("/checkout/{id}", UseCard);
    }

    /// <summary>Where it is.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>The one key it knows.</summary>
    public string ApiKey { get; }

    /// <summary>What its webhooks are signed with.</summary>
    public string WebhookSecret { get; }

    /// <summary>Starts it.</summary>
    public static async Task<StripeEndpoint> Start(string directory, int port, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var builder = Servers.NewBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var ledger = StripeLedger.Open(directory);
        var stripe = new StripeEndpoint(builder.Build(), ledger, Secret(directory, "api-key", "sk_test_"), Secret(directory, "webhook-secret", "whsec_"), clock, logs.CreateLogger("Stripe"));
        await stripe._app.StartAsync(cancellation);
        return stripe;
    }

    /// <summary>From now on webhooks go there.</summary>
    public void DeliverTo(Uri endpoint) => _webhooks.DeliverTo(endpoint);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _webhooks.DisposeAsync();
    }

    private async Task<IResult> UseCard(HttpRequest request, string id)
    {
        var form = await request.ReadFormAsync();
        return _gate.Locked(() =>
        {
            var asked = StripeForm.Of(form, "card", "authenticated");
            var (session, card) = (_sessions.Find(id), TestCard.Of(asked.Needed("card")));
            if (card.Asks != Authentication.Never && asked.Text("authenticated") is null)
            {
                _sessions.AskHolder(session);
                _ledger.Save();
                return CheckoutPage.Authentication(session, card);
            }

            var declined = _sessions.Use(session, card, asked.Text("authenticated") == "yes");
            _ledger.Save();
            return declined is null
                ? Results.Redirect(session["success_url"]!.GetValue<string>().Replace("{CHECKOUT_SESSION_ID}", id, StringComparison.Ordinal))
                : CheckoutPage.Of(session, declined);
        });
    }

    private static string Secret(string directory, string file, string prefix)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path)) PrivateFile.Write(path, prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        return File.ReadAllText(path);
    }
}
