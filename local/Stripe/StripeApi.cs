namespace Credits.Local.Stripe;

/// <summary>The addresses of Stripe's API that the product asks, with the parameters that are known at each.</summary>
internal sealed class StripeApi(StripeGate gate, StripeCustomers customers, StripeIntents intents, StripeSessions sessions, StripeMoneyBack back, StripeInvoices invoices, StripeLedger ledger)
{
    private static readonly string[] OfSession =
    [
        "mode", "customer", "client_reference_id", "success_url", "cancel_url", "metadata[*]", "payment_intent_data[metadata][*]", "setup_intent_data[metadata][*]", "allowed_payment_method_types[]",
        "line_items[][quantity]", "line_items[][price_data][currency]", "line_items[][price_data][unit_amount]", "line_items[][price_data][product_data][name]",
    ];

    private static readonly string[] OfCharge =
    [
        "amount", "currency", "customer", "payment_method", "allowed_payment_method_types[]", "confirm", "off_session", "description", "metadata[*]",
    ];

    /// <param name="app">Where they are.</param>
    /// <param name="pageOf">The address of a session's page.</param>
    public void Map(WebApplication app, Func<string, string> pageOf)
    {
        app.MapPost("/v1/customers", (HttpRequest request) => gate.Once(request, ["name", "metadata[*]"], customers.Make));
        app.MapGet("/v1/customers/{id}", (HttpRequest request, string id) => gate.Ask(request, () => customers.Find(id)));
        app.MapPost("/v1/customers/{id}", (HttpRequest request, string id) => gate.Once(request, ["invoice_settings[*]"], form => customers.ChooseDefault(id, form)));
        app.MapGet("/v1/customers/{id}/payment_methods", (HttpRequest request, string id) => gate.Ask(request, () => customers.CardsOf(id, StripeForm.Of(request.Query, "type", "limit"))));
        app.MapGet("/v1/customers/{id}/payment_methods/{method}", (HttpRequest request, string id, string method) => gate.Ask(request, () => customers.CardOf(id, method)));
        app.MapGet("/v1/payment_methods/{id}", (HttpRequest request, string id) => gate.Ask(request, () => customers.Method(id)));
        app.MapPost("/v1/payment_methods/{id}/attach", (HttpRequest request, string id) => gate.Once(request, ["customer"], form => customers.Attach(id, form)));
        app.MapPost("/v1/payment_methods/{id}/detach", (HttpRequest request, string id) => gate.Once(request, [], _ => customers.Detach(id)));

        app.MapPost("/v1/checkout/sessions", (HttpRequest request) => gate.Once(request, OfSession, form => sessions.Open(form, pageOf)));
        app.MapGet("/v1/checkout/sessions/{id}", (HttpRequest request, string id) => gate.Ask(request, () => sessions.Find(id)));
        app.MapPost("/v1/checkout/sessions/{id}/expire", (HttpRequest request, string id) => gate.Once(request, [], _ => sessions.Expire(id)));
        app.MapGet("/v1/setup_intents/{id}", (HttpRequest request, string id) => gate.Ask(request, () => ledger.Find("setup_intent", id)));

        app.MapPost("/v1/payment_intents", (HttpRequest request) => gate.Once(request, OfCharge, intents.Charge));
        app.MapGet("/v1/payment_intents", (HttpRequest request) => gate.Ask(request, () => PaymentIntentList.Of(intents, ledger, request.Query)));
        app.MapPost("/v1/payment_intents/{id}/cancel", (HttpRequest request, string id) => gate.Once(request, [], _ => intents.Cancel(id)));
        app.MapGet("/v1/payment_intents/{id}", (HttpRequest request, string id) => gate.Ask(request, () => intents.Find(id, Expands(request, "latest_charge"))));

        app.MapGet("/v1/invoices/{id}", (HttpRequest request, string id) => gate.Ask(request, () => invoices.Find(id, Expands(request, "parent.subscription_details.subscription"))));
        app.MapGet("/v1/invoices/{id}/lines", (HttpRequest request, string id) => gate.Ask(request, () =>
        {
            StripeForm.Of(request.Query, "limit");
            return invoices.LinesOf(id);
        }));
        app.MapPost("/v1/subscriptions/{id}", (HttpRequest request, string id) => gate.Once(request, ["metadata[*]"], form => invoices.Rename(id, form)));

        app.MapPost("/v1/refunds", (HttpRequest request) => gate.Once(request, ["payment_intent", "amount", "reason"], back.Refund));
        app.MapGet("/v1/disputes", (HttpRequest request) => gate.Ask(request, () =>
            StripeLedger.List("/v1/disputes", back.DisputesOf(StripeForm.Of(request.Query, "payment_intent", "limit").Needed("payment_intent")))));

        app.MapFallback((HttpRequest request) => StripeGate.Refuse(new(
            StatusCodes.Status404NotFound, "invalid_request_error", $"Unrecognized request URL ({request.Method}: {request.Path}). The stand-in has only what the product asks.")));
    }

    /// <summary>What Stripe's dashboard and its test clocks do, and what no Stripe does on demand.</summary>
    public void MapDeeds(WebApplication app, StripeWebhooks webhooks)
    {
        app.MapPost("/stand-in/disputes", (HttpRequest request) => gate.Once(request, ["payment_intent", "status", "amount"], back.Dispute));
        app.MapPost("/stand-in/invoices", (HttpRequest request) => gate.Once(
            request, ["subscription", "amount", "currency", "period_start", "period_end", "proration", "metadata[*]"], invoices.MakePaid));
        app.MapPost("/stand-in/payments/{id}/finish", (HttpRequest request, string id, bool succeed) => gate.Once(request, [], _ => intents.Finish(id, succeed)));
        app.MapPost("/stand-in/webhooks/hold", (HttpRequest request) => gate.Ask(request, () =>
        {
            webhooks.Hold();
            return [];
        }));
        app.MapPost("/stand-in/webhooks/let-go", async (HttpRequest request, bool reversed, int times, CancellationToken cancellation) =>
        {
            await webhooks.LetGo(reversed, times, cancellation);
            return gate.Ask(request, () => []);
        });
    }

    private static bool Expands(HttpRequest request, string path) => StripeForm.Of(request.Query, "expand[]").Map("expand").Any(item => item.Value!.GetValue<string>() == path);
}
