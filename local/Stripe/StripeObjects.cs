using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>What happens to Stripe's objects, each change told by the webhooks that Stripe sends for it. The caller holds the ledger.</summary>
internal sealed class StripeObjects(StripeLedger ledger, StripeWebhooks webhooks, TimeProvider clock)
{
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(24);

    public JsonObject MakeCustomer(StripeForm form) => ledger.Add(new()
    {
        ["id"] = StripeLedger.NewId("cus"),
        ["object"] = "customer",
        ["name"] = form.Text("name"),
        ["metadata"] = form.Map("metadata"),
        ["created"] = Now,
    });

    public JsonObject OpenSession(StripeForm form, Func<string, string> addressOf)
    {
        if (form.Needed("mode") != "payment") throw StripeError.Invalid("The stand-in knows mode 'payment' only.");
        ledger.Find("customer", form.Needed("customer"));

        const string line = "line_items[0]", price = $"{line}[price_data]";
        var amount = form.Whole($"{price}[unit_amount]") * (form.Whole($"{line}[quantity]") ?? 1);
        if (amount is not > 0) throw StripeError.Invalid("Invalid positive integer", "parameter_invalid_integer");

        var id = StripeLedger.NewId("cs_test");
        return ledger.Add(new()
        {
            ["id"] = id,
            ["object"] = "checkout.session",
            ["url"] = addressOf(id),
            ["mode"] = "payment",
            ["status"] = "open",
            ["payment_status"] = "unpaid",
            ["payment_intent"] = null,
            ["customer"] = form.Needed("customer"),
            ["client_reference_id"] = form.Text("client_reference_id"),
            ["amount_total"] = amount,
            ["currency"] = form.Needed($"{price}[currency]"),
            ["name"] = form.Needed($"{price}[product_data][name]"),
            ["success_url"] = form.Needed("success_url"),
            ["cancel_url"] = form.Text("cancel_url"),
            ["metadata"] = form.Map("metadata"),
            ["payment_metadata"] = form.Map("payment_intent_data[metadata]"),
            ["created"] = Now,
            ["expires_at"] = Now + (long)SessionLife.TotalSeconds,
        });
    }

    /// <summary>Lets a customer pay a session.</summary>
    /// <returns>Null when it is paid; otherwise why the card was declined.</returns>
    public string? Pay(JsonObject session, TestCard card, bool? authenticated)
    {
        if (Text(session, "status") != "open") throw StripeError.Invalid("This Checkout Session is no longer open.");

        var intent = session["payment_intent"] is JsonValue known ? ledger.Find("payment_intent", known.GetValue<string>()) : MakeIntent(session);
        var declined = card.DeclineCode ?? (card.Authenticates && authenticated != true ? "authentication_required" : null);
        if (declined is not null)
        {
            intent["last_payment_error"] = new JsonObject { ["type"] = "card_error", ["code"] = "card_declined", ["decline_code"] = declined };
            webhooks.Tell("payment_intent.payment_failed", intent);
            return declined;
        }

        var charge = ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("ch"),
            ["object"] = "charge",
            ["amount"] = intent["amount"]!.DeepClone(),
            ["amount_refunded"] = 0,
            ["currency"] = intent["currency"]!.DeepClone(),
            ["disputed"] = false,
            ["refunded"] = false,
            ["paid"] = true,
            ["payment_intent"] = Text(intent, "id"),
            ["status"] = "succeeded",
        });
        (intent["status"], intent["amount_received"], intent["latest_charge"], intent["last_payment_error"]) = ("succeeded", intent["amount"]!.DeepClone(), Text(charge, "id"), null);
        (session["status"], session["payment_status"]) = ("complete", "paid");
        webhooks.Tell("payment_intent.succeeded", intent);
        webhooks.Tell("checkout.session.completed", session);
        return null;
    }

    public JsonObject Expire(JsonObject session)
    {
        if (Text(session, "status") != "open") throw StripeError.Invalid("Only open Checkout Sessions can be expired.");

        session["status"] = "expired";
        webhooks.Tell("checkout.session.expired", session);
        return session;
    }

    public JsonObject Refund(StripeForm form)
    {
        var charge = ChargeOf(form.Needed("payment_intent"));
        var left = Number(charge, "amount") - Number(charge, "amount_refunded");
        var amount = form.Whole("amount") ?? left;
        if (left == 0) throw StripeError.Invalid("Charge has already been refunded.", "charge_already_refunded");
        if (amount < 1 || amount > left) throw StripeError.Invalid($"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount_too_large");

        charge["amount_refunded"] = Number(charge, "amount_refunded") + amount;
        charge["refunded"] = amount == left;
        webhooks.Tell("charge.refunded", charge);
        return ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("re"),
            ["object"] = "refund",
            ["amount"] = amount,
            ["currency"] = charge["currency"]!.DeepClone(),
            ["payment_intent"] = form.Needed("payment_intent"),
            ["charge"] = Text(charge, "id"),
            ["status"] = "succeeded",
        });
    }

    /// <summary>Closes a dispute over a payment, or closes it otherwise than before.</summary>
    public JsonObject Dispute(StripeForm form)
    {
        var status = form.Needed("status");
        if (status is not ("won" or "lost")) throw StripeError.Invalid("A dispute is closed as 'won' or 'lost'.");

        var payment = form.Needed("payment_intent");
        var charge = ChargeOf(payment);
        charge["disputed"] = true;
        var dispute = DisputesOf(payment).FirstOrDefault() ?? ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("du"),
            ["object"] = "dispute",
            ["amount"] = form.Whole("amount") ?? Number(charge, "amount") - Number(charge, "amount_refunded"),
            ["currency"] = charge["currency"]!.DeepClone(),
            ["charge"] = Text(charge, "id"),
            ["payment_intent"] = payment,
        });
        dispute["status"] = status;
        webhooks.Tell("charge.dispute.closed", dispute);
        return dispute;
    }

    public JsonObject Intent(string id, bool withCharge)
    {
        var intent = ledger.Find("payment_intent", id);
        if (!withCharge || intent["latest_charge"] is not JsonValue charge) return intent;

        var expanded = intent.DeepClone().AsObject();
        expanded["latest_charge"] = ledger.Find("charge", charge.GetValue<string>()).DeepClone();
        return expanded;
    }

    public IEnumerable<JsonObject> DisputesOf(string payment) =>
        ledger.Objects.Select(item => item.Value!.AsObject()).Where(item => Text(item, "object") == "dispute" && Text(item, "payment_intent") == payment);

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private JsonObject MakeIntent(JsonObject session)
    {
        var intent = ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("pi"),
            ["object"] = "payment_intent",
            ["amount"] = session["amount_total"]!.DeepClone(),
            ["amount_received"] = 0,
            ["currency"] = session["currency"]!.DeepClone(),
            ["customer"] = session["customer"]!.DeepClone(),
            ["latest_charge"] = null,
            ["metadata"] = session["payment_metadata"]!.DeepClone(),
            ["status"] = "requires_payment_method",
            ["created"] = Now,
        });
        session["payment_intent"] = Text(intent, "id");
        return intent;
    }

    private JsonObject ChargeOf(string payment) =>
        ledger.Find("payment_intent", payment)["latest_charge"] is JsonValue charge
            ? ledger.Find("charge", charge.GetValue<string>())
            : throw StripeError.Invalid("This PaymentIntent does not have a successful charge.", "payment_intent_unexpected_state");

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();

    private static long Number(JsonObject of, string name) => long.Parse(of[name]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
