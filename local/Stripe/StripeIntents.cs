using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Payments: made, paid, declined, ended, each change told by the webhooks that Stripe sends for it. The caller holds the ledger.</summary>
internal sealed class StripeIntents(StripeLedger ledger, StripeWebhooks webhooks, StripeCustomers customers, TimeProvider clock)
{
    private const string Kind = "payment_intent";
    private const string AwaitsCard = "requires_payment_method";
    private const string AwaitsHolder = "requires_action";
    private const string Processing = "processing";

    /// <summary>Charges a card that a customer left, at once, while its holder is away.</summary>
    /// <exception cref="StripeError">The card was declined: the error carries the payment, which is kept.</exception>
    public JsonObject Charge(StripeForm form)
    {
        if (form.Text("confirm") != "true" || form.Text("off_session") != "true") throw StripeError.Invalid("The stand-in only charges at once and while the holder is away: confirm and off_session must be true.");
        if (form.Text("allowed_payment_method_types[0]") is { } type && type != "card") throw StripeError.Invalid("The stand-in has cards alone.");
        if (form.Whole("amount") is not > 0) throw StripeError.Invalid("Invalid positive integer", "parameter_invalid_integer");

        var method = CardIn(form);
        var card = TestCard.Of(method["test_card"]!.GetValue<string>());
        var intent = Make(form.Whole("amount")!.Value, form.Needed("currency"), form.Needed("customer"), form.Map("metadata"));
        (intent["description"], intent["payment_method"]) = (form.Text("description"), method["id"]!.DeepClone());
        if (card.StaysProcessing)
        {
            intent["status"] = Processing;
            webhooks.Tell("payment_intent.processing", intent);
            return intent;
        }

        var asksHolder = card.Asks == Authentication.Always || (card.Asks == Authentication.Once && !method["authenticated"]!.GetValue<bool>());
        return (card.Declined ?? (asksHolder ? Decline.AuthenticationRequired : null)) is { } decline ? throw Refuse(intent, decline) : Succeed(intent);
    }

    /// <summary>A payment that nobody has tried to pay.</summary>
    public JsonObject Make(long amount, string currency, string customer, JsonObject metadata) => ledger.Add(new()
    {
        ["id"] = StripeLedger.NewId("pi"),
        ["object"] = Kind,
        ["amount"] = amount,
        ["amount_received"] = 0,
        ["currency"] = currency,
        ["customer"] = customer,
        ["description"] = null,
        ["payment_method"] = null,
        ["latest_charge"] = null,
        ["last_payment_error"] = null,
        ["metadata"] = metadata,
        ["status"] = AwaitsCard,
        ["created"] = clock.GetUtcNow().ToUnixTimeSeconds(),
    });

    public JsonObject Succeed(JsonObject intent)
    {
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
        webhooks.Tell("payment_intent.succeeded", intent);
        return intent;
    }

    /// <summary>Notes that a card was declined; the payment waits for another.</summary>
    /// <returns>What is answered where an answer is owed.</returns>
    public StripeError Refuse(JsonObject intent, Decline decline)
    {
        (intent["status"], intent["payment_method"], intent["last_payment_error"]) = (AwaitsCard, null, decline.ToJson());
        webhooks.Tell("payment_intent.payment_failed", intent);
        return StripeError.Declined(decline, intent);
    }

    /// <summary>Waits until the card's holder has confirmed.</summary>
    public void AskHolder(JsonObject intent)
    {
        if (Text(intent, "status") == AwaitsHolder) return;

        intent["status"] = AwaitsHolder;
        webhooks.Tell("payment_intent.requires_action", intent);
    }

    public JsonObject Cancel(string id)
    {
        var intent = Find(id);
        if (Text(intent, "status") is not (AwaitsCard or AwaitsHolder)) throw StripeError.UnexpectedState(intent, "cancel");

        (intent["status"], intent["canceled_at"]) = ("canceled", clock.GetUtcNow().ToUnixTimeSeconds());
        webhooks.Tell("payment_intent.canceled", intent);
        return intent;
    }

    /// <summary>Ends the processing of a payment.</summary>
    public JsonObject Finish(string id, bool succeed)
    {
        var intent = Find(id);
        if (Text(intent, "status") != Processing) throw StripeError.UnexpectedState(intent, "finish");
        if (succeed) return Succeed(intent);

        Refuse(intent, Decline.Of("generic_decline"));
        return intent;
    }

    public JsonObject Find(string id) => ledger.Find(Kind, id);

    public JsonObject Find(string id, bool withCharge)
    {
        var intent = Find(id);
        if (!withCharge || intent["latest_charge"] is not JsonValue charge) return intent;

        var expanded = intent.DeepClone().AsObject();
        expanded["latest_charge"] = ledger.Find("charge", charge.GetValue<string>()).DeepClone();
        return expanded;
    }

    // What a body names and is not there is a bad request, not a missing page.
    private JsonObject CardIn(StripeForm form)
    {
        try
        {
            return customers.CardOf(form.Needed("customer"), form.Needed("payment_method"));
        }
        catch (StripeError e) when (e.Status == StatusCodes.Status404NotFound)
        {
            throw StripeError.Invalid(e.Message, e.Code);
        }
    }

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();
}
