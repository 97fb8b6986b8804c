using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Refunds and disputes, each told by the webhooks that Stripe sends for it. The caller holds the ledger.</summary>
internal sealed class StripeMoneyBack(StripeLedger ledger, StripeWebhooks webhooks, StripeIntents intents)
{
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

    public IEnumerable<JsonObject> DisputesOf(string payment) =>
        ledger.Objects.Select(item => item.Value!.AsObject()).Where(item => Text(item, "object") == "dispute" && Text(item, "payment_intent") == payment);

    private JsonObject ChargeOf(string payment) =>
        intents.Find(payment)["latest_charge"] is JsonValue charge
            ? ledger.Find("charge", charge.GetValue<string>())
            : throw StripeError.Invalid("This PaymentIntent does not have a successful charge.", "payment_intent_unexpected_state");

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();

    private static long Number(JsonObject of, string name) => long.Parse(of[name]!.ToJsonString(), CultureInfo.InvariantCulture);
}
