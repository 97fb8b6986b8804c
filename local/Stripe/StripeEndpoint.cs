using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Local.Stack;
using Microsoft.Extensions.Primitives;

namespace Credits.Local.Stripe;

/// <summary>Stripe's API as far as the product asks it, a page to pay on, and signed webhooks.</summary>
public sealed class StripeEndpoint : IAsyncDisposable
{
    private const string Bearer = "Bearer ";
    private const int SecretBytes = 24;

    private readonly WebApplication _app;
    private readonly StripeLedger _ledger;
    private readonly StripeWebhooks _webhooks;
    private readonly StripeObjects _objects;

    private StripeEndpoint(WebApplication app, StripeLedger ledger, string apiKey, string webhookSecret, TimeProvider clock, ILogger log)
    {
        (_app, _ledger, ApiKey, WebhookSecret) = (app, ledger, apiKey, webhookSecret);
        _webhooks = new(ledger, webhookSecret, clock, log);
        _objects = new(ledger, _webhooks, clock);
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
        stripe.Map();
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

    private void Map()
    {
        _app.MapPost("/v1/customers", (HttpRequest request) => Once(request, ["name", "metadata[*]"], _objects.MakeCustomer));
        _app.MapPost("/v1/checkout/sessions", (HttpRequest request) => Once(
            request,
            [
                "mode", "customer", "client_reference_id", "success_url", "cancel_url", "metadata[*]", "payment_intent_data[metadata][*]", "line_items[][quantity]", "line_items[][price_data][currency]",
                "line_items[][price_data][unit_amount]", "line_items[][price_data][product_data][name]",
            ],
            form => _objects.OpenSession(form, id => new Uri(Url, $"checkout/{id}").ToString())));
        _app.MapGet("/v1/checkout/sessions/{id}", (HttpRequest request, string id) => Ask(request, () => _ledger.Find("checkout.session", id)));
        _app.MapPost("/v1/checkout/sessions/{id}/expire", (HttpRequest request, string id) => Once(request, [], _ => _objects.Expire(_ledger.Find("checkout.session", id))));
        _app.MapPost("/v1/refunds", (HttpRequest request) => Once(request, ["payment_intent", "amount", "reason"], _objects.Refund));
        _app.MapGet("/v1/payment_intents/{id}", (HttpRequest request, string id) => Ask(request, () =>
            _objects.Intent(id, StripeForm.Of(request.Query, "expand[]").Map("expand").Any(item => item.Value!.GetValue<string>() == "latest_charge"))));
        _app.MapGet("/v1/payment_intents", (HttpRequest request) => Ask(request, () => PaymentIntentList.Of(_objects, _ledger, request.Query)));
        _app.MapGet("/v1/disputes", (HttpRequest request) => Ask(request, () => new JsonObject
        {
            ["object"] = "list",
            ["url"] = "/v1/disputes",
            ["has_more"] = false,
            ["data"] = new JsonArray([.. _objects.DisputesOf(StripeForm.Of(request.Query, "payment_intent", "limit").Needed("payment_intent")).Select(item => item.DeepClone())]),
        }));
        _app.MapGet("/checkout/{id}", (string id) => Locked(() => CheckoutPage.Of(_ledger.Find("checkout.session", id))));
        _app.MapPost("/checkout/{id}", Pay);

        // What Stripe's dashboard and its test clocks do, and what no Stripe does on demand.
        _app.MapPost("/stand-in/disputes", (HttpRequest request) => Once(request, ["payment_intent", "status", "amount"], _objects.Dispute));
        _app.MapPost("/stand-in/webhooks/hold", (HttpRequest request) => Ask(request, () =>
        {
            _webhooks.Hold();
            return [];
        }));
        _app.MapPost("/stand-in/webhooks/let-go", async (HttpRequest request, bool reversed, int times, CancellationToken cancellation) =>
        {
            await _webhooks.LetGo(reversed, times, cancellation);
            return Ask(request, () => []);
        });
        _app.MapFallback((HttpRequest request) => Error(new(
            StatusCodes.Status404NotFound, "invalid_request_error", $"Unrecognized request URL ({request.Method}: {request.Path}). The stand-in has only what the product asks.")));
    }

    private async Task<IResult> Pay(HttpRequest request, string id)
    {
        var form = await request.ReadFormAsync();
        return Locked(() =>
        {
            var asked = StripeForm.Of(form, "card", "authenticated");
            var (session, card) = (_ledger.Find("checkout.session", id), TestCard.Of(asked.Needed("card")));
            if (card.Authenticates && asked.Text("authenticated") is null) return CheckoutPage.Authentication(session, card);

            var declined = _objects.Pay(session, card, asked.Text("authenticated") == "yes");
            _ledger.Save();
            return declined is null
                ? Results.Redirect(session["success_url"]!.GetValue<string>().Replace("{CHECKOUT_SESSION_ID}", id, StringComparison.Ordinal))
                : CheckoutPage.Of(session, declined);
        });
    }

    // As Stripe has it: the same key again is the same answer, and with another body an error.
    private async Task<IResult> Once(HttpRequest request, string[] known, Func<StripeForm, JsonObject> act)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        return Ask(request, () =>
        {
            var key = request.Headers["Idempotency-Key"].ToString();
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{request.Path}\n{string.Join('\n', form.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}"))}")));
            if (key.Length > 0 && _ledger.Repetitions[key] is JsonObject earlier)
            {
                return earlier["request"]!.GetValue<string>() == hash
                    ? earlier["answer"]!.AsObject()
                    : throw new StripeError(
                        StatusCodes.Status400BadRequest, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters they were first used with.", "idempotency_key_in_use");
            }

            var answer = act(StripeForm.Of(form, known));
            if (key.Length > 0) _ledger.Repetitions[key] = new JsonObject { ["request"] = hash, ["answer"] = answer.DeepClone() };
            _ledger.Save();
            return answer;
        });
    }

    private IResult Ask(HttpRequest request, Func<JsonObject> ask)
    {
        if (KeyOf(request.Headers.Authorization) != ApiKey)
            return Error(new(StatusCodes.Status401Unauthorized, "invalid_request_error", "Invalid API Key provided."));

        return Locked(() => Results.Content(ask().ToJsonString(), "application/json"));
    }

    private IResult Locked(Func<IResult> act)
    {
        lock (_ledger.Gate)
        {
            try
            {
                return act();
            }
            catch (StripeError e)
            {
                return Error(e);
            }
        }
    }

    private static IResult Error(StripeError error) => Results.Content(
        new JsonObject { ["error"] = new JsonObject { ["type"] = error.Type, ["message"] = error.Message, ["code"] = error.Code } }.ToJsonString(), "application/json", Encoding.UTF8, error.Status);

    private static string? KeyOf(StringValues authorization) =>
        authorization.ToString() is var text && text.StartsWith(Bearer, StringComparison.Ordinal) ? text[Bearer.Length..] : null;

    private static string Secret(string directory, string file, string prefix)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path)) PrivateFile.Write(path, prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        return File.ReadAllText(path);
    }
}
