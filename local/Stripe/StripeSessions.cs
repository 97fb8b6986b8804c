using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Pages to pay on or to leave a card on, each change told by the webhooks that Stripe sends for it. The caller holds the ledger.</summary>
internal sealed class StripeSessions(StripeLedger ledger, StripeWebhooks webhooks, StripeCustomers customers, StripeIntents intents, TimeProvider clock)
{
    private const string Kind = "checkout.session";
    private const string PaymentMode = "payment";
    private const string SetupMode = "setup";
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(24);

    public JsonObject Find(string id) => ledger.Find(Kind, id);

    public static bool IsSetup(JsonObject session) => Text(session, "mode") == SetupMode;

    public JsonObject Open(StripeForm form, Func<string, string> addressOf) => form.Needed("mode") switch
    {
        PaymentMode => OpenPayment(form, addressOf),
        SetupMode => OpenSetup(form, addressOf),
        _ => throw StripeError.Invalid("The stand-in knows the modes 'payment' and 'setup' only."),
    };

    /// <summary>Lets a customer use a card on a session's page: pays with it, or leaves it.</summary>
    /// <returns>Null when it is done; otherwise why the card was declined.</returns>
    public string? Use(JsonObject session, TestCard card, bool authenticated)
    {
        MustBeOpen(session, "This Checkout Session is no longer open.");
        return IsSetup(session) ? Leave(session, card, authenticated) : Pay(session, card, authenticated);
    }

    /// <summary>Waits until the card's holder has confirmed.</summary>
    public void AskHolder(JsonObject session)
    {
        MustBeOpen(session, "This Checkout Session is no longer open.");
        if (!IsSetup(session)) intents.AskHolder(IntentOf(session));
    }

    public JsonObject Expire(string id)
    {
        var session = Find(id);
        MustBeOpen(session, "Only open Checkout Sessions can be expired.");
        session["status"] = "expired";
        webhooks.Tell("checkout.session.expired", session);
        return session;
    }

    private JsonObject OpenPayment(StripeForm form, Func<string, string> addressOf)
    {
        const string line = "line_items[0]", price = $"{line}[price_data]";
        var amount = form.Whole($"{price}[unit_amount]") * (form.Whole($"{line}[quantity]") ?? 1);
        if (amount is not > 0) throw StripeError.Invalid("Invalid positive integer", "parameter_invalid_integer");

        var session = Open(PaymentMode, form, addressOf);
        (session["payment_status"], session["payment_intent"]) = ("unpaid", null);
        (session["amount_total"], session["currency"]) = (amount, form.Needed($"{price}[currency]"));
        (session["name"], session["payment_metadata"]) = (form.Needed($"{price}[product_data][name]"), form.Map("payment_intent_data[metadata]"));
        return ledger.Add(session);
    }

    private JsonObject OpenSetup(StripeForm form, Func<string, string> addressOf)
    {
        if (form.Text("allowed_payment_method_types[0]") != "card") throw StripeError.Invalid("The stand-in has cards alone: allowed_payment_method_types must be 'card'.", "parameter_missing");

        var session = Open(SetupMode, form, addressOf);
        var setup = ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("seti"),
            ["object"] = "setup_intent",
            ["customer"] = form.Needed("customer"),
            ["payment_method"] = null,
            ["status"] = "requires_payment_method",
            ["usage"] = "off_session",
            ["metadata"] = form.Map("setup_intent_data[metadata]"),
            ["created"] = Now,
        });
        (session["payment_status"], session["setup_intent"]) = ("no_payment_required", Text(setup, "id"));
        return ledger.Add(session);
    }

    private JsonObject Open(string mode, StripeForm form, Func<string, string> addressOf)
    {
        customers.Find(form.Needed("customer"));
        var id = StripeLedger.NewId("cs_test");
        return new()
        {
            ["id"] = id,
            ["object"] = Kind,
            ["url"] = addressOf(id),
            ["mode"] = mode,
            ["status"] = "open",
            ["customer"] = form.Needed("customer"),
            ["client_reference_id"] = form.Text("client_reference_id"),
            ["success_url"] = form.Needed("success_url"),
            ["cancel_url"] = form.Text("cancel_url"),
            ["metadata"] = form.Map("metadata"),
            ["created"] = Now,
            ["expires_at"] = Now + (long)SessionLife.TotalSeconds,
        };
    }

    private string? Pay(JsonObject session, TestCard card, bool authenticated)
    {
        if (card.StaysProcessing) throw StripeError.Invalid("That card can only be left for later.");

        var intent = IntentOf(session);
        if (DeclineOf(card.Declined, card, authenticated) is { } decline)
        {
            intents.Refuse(intent, decline);
            return decline.Reason;
        }

        (session["status"], session["payment_status"]) = ("complete", "paid");
        intents.Succeed(intent);
        webhooks.Tell("checkout.session.completed", session);
        return null;
    }

    // Whether a card pays is seen when it is charged. Stripe itself refuses most of those that don't already here.
    private string? Leave(JsonObject session, TestCard card, bool authenticated)
    {
        var setup = ledger.Find("setup_intent", Text(session, "setup_intent")!);
        if (DeclineOf(null, card, authenticated) is { } decline)
        {
            setup["last_setup_error"] = decline.ToJson();
            webhooks.Tell("setup_intent.setup_failed", setup);
            return decline.Reason;
        }

        var method = customers.Attach(Text(session, "customer")!, card, authenticated);
        (setup["status"], setup["payment_method"], setup["last_setup_error"]) = ("succeeded", Text(method, "id"), null);
        session["status"] = "complete";
        webhooks.Tell("setup_intent.succeeded", setup);
        webhooks.Tell("checkout.session.completed", session);
        return null;
    }

    private static Decline? DeclineOf(Decline? byBank, TestCard card, bool authenticated) =>
        byBank ?? (card.Asks != Authentication.Never && !authenticated ? Decline.AuthenticationRequired : null);

    // As in Stripe, a page has no payment before somebody uses a card on it.
    private JsonObject IntentOf(JsonObject session)
    {
        if (session["payment_intent"] is JsonValue known) return intents.Find(known.GetValue<string>());

        var intent = intents.Make(
            session["amount_total"]!.GetValue<long>(), Text(session, "currency")!, Text(session, "customer")!, session["payment_metadata"]!.DeepClone().AsObject());
        session["payment_intent"] = Text(intent, "id");
        return intent;
    }

    private static void MustBeOpen(JsonObject session, string otherwise)
    {
        if (Text(session, "status") != "open") throw StripeError.Invalid(otherwise);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();
}
