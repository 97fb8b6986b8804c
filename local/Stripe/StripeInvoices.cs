using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Subscriptions and their invoices, as far as they are read. They are made on demand: nothing here bills by itself. The caller holds the ledger.</summary>
internal sealed class StripeInvoices(StripeLedger ledger, StripeWebhooks webhooks, TimeProvider clock)
{
    private const string Kind = "invoice";
    private const string Subscription = "subscription";

    /// <summary>Makes an invoice of a subscription, which is made too unless it is given, and pays it.</summary>
    public JsonObject MakePaid(StripeForm form)
    {
        var subscription = form.Text(Subscription) is { } known ? ledger.Find(Subscription, known) : ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("sub"),
            ["object"] = Subscription,
            ["status"] = "active",
            ["metadata"] = form.Map("metadata"),
        });
        var (amount, currency, id) = (form.Whole("amount") ?? throw StripeError.Invalid("Missing required param: amount.", "parameter_missing"), form.Needed("currency"), StripeLedger.NewId("in"));
        var line = new JsonObject
        {
            ["id"] = StripeLedger.NewId("il"),
            ["object"] = "line_item",
            ["amount"] = amount,
            ["currency"] = currency,
            ["period"] = new JsonObject { ["start"] = form.Whole("period_start"), ["end"] = form.Whole("period_end") },
            ["parent"] = new JsonObject
            {
                ["type"] = "subscription_item_details",
                ["subscription_item_details"] = new JsonObject { ["proration"] = form.Text("proration") == "true", [Subscription] = subscription["id"]!.DeepClone() },
            },
        };
        var invoice = ledger.Add(new()
        {
            ["id"] = id,
            ["object"] = Kind,
            ["status"] = "paid",
            ["amount_due"] = amount,
            ["amount_paid"] = amount,
            ["currency"] = currency,
            ["lines"] = StripeLedger.List($"/v1/invoices/{id}/lines", [line]),
            ["parent"] = new JsonObject
            {
                ["type"] = "subscription_details",
                ["subscription_details"] = new JsonObject { [Subscription] = subscription["id"]!.DeepClone(), ["metadata"] = subscription["metadata"]!.DeepClone() },
            },
            ["created"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        });
        webhooks.Tell("invoice.paid", invoice);
        return invoice;
    }

    /// <summary>Changes what a subscription says of itself.</summary>
    public JsonObject Rename(string subscription, StripeForm form)
    {
        var found = ledger.Find(Subscription, subscription);
        foreach (var (name, value) in form.Map("metadata")) found["metadata"]![name] = value?.DeepClone();
        return found;
    }

    public JsonObject Find(string id, bool withSubscription)
    {
        var invoice = ledger.Find(Kind, id);
        if (!withSubscription) return invoice;

        var expanded = invoice.DeepClone().AsObject();
        var details = expanded["parent"]!["subscription_details"]!;
        details[Subscription] = ledger.Find(Subscription, details[Subscription]!.GetValue<string>()).DeepClone();
        return expanded;
    }

    public JsonObject LinesOf(string id) => ledger.Find(Kind, id)["lines"]!.AsObject();
}
