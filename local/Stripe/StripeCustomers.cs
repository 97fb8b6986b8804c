using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Customers and the cards they left. The caller holds the ledger.</summary>
internal sealed class StripeCustomers(StripeLedger ledger, StripeWebhooks webhooks, TimeProvider clock)
{
    private const string Kind = "payment_method";
    private const string Card = "card";
    private const int YearsGood = 5;

    public JsonObject Make(StripeForm form) => ledger.Add(new()
    {
        ["id"] = StripeLedger.NewId("cus"),
        ["object"] = "customer",
        ["name"] = form.Text("name"),
        ["metadata"] = form.Map("metadata"),
        ["invoice_settings"] = new JsonObject { ["default_payment_method"] = null },
        ["created"] = Now,
    });

    public JsonObject Find(string id) => ledger.Find("customer", id);

    /// <summary>Makes one of a customer's cards the one that is charged.</summary>
    public JsonObject ChooseDefault(string id, StripeForm form)
    {
        var customer = Find(id);
        customer["invoice_settings"] = new JsonObject { ["default_payment_method"] = CardOf(id, form.Needed("invoice_settings[default_payment_method]"))["id"]!.DeepClone() };
        return customer;
    }

    /// <summary>Attaches a test card to a customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="card">The card.</param>
    /// <param name="authenticated">Whether its holder has confirmed that it may be charged later.</param>
    public JsonObject Attach(string customer, TestCard card, bool authenticated)
    {
        Find(customer);
        var method = ledger.Add(new()
        {
            ["id"] = StripeLedger.NewId("pm"),
            ["object"] = Kind,
            ["type"] = Card,
            [Card] = new JsonObject { ["brand"] = card.Brand, ["last4"] = card.Last4, ["exp_month"] = 12, ["exp_year"] = clock.GetUtcNow().Year + YearsGood },
            ["customer"] = customer,
            ["test_card"] = card.Number,
            ["authenticated"] = authenticated,
            ["metadata"] = new JsonObject(),
            ["created"] = Now,
        });
        webhooks.Tell("payment_method.attached", method);
        return method;
    }

    public JsonObject Attach(string token, StripeForm form)
    {
        if (TestCard.OfToken(token) is { } card) return Attach(form.Needed("customer"), card, authenticated: false);

        Method(token);
        throw StripeError.Invalid("The stand-in attaches Stripe's test payment methods alone, such as pm_card_visa; one that was detached can't be attached again.");
    }

    public JsonObject Detach(string id)
    {
        var method = Method(id);
        if (Text(method, "customer") is not { } owner) throw StripeError.Invalid("The payment method you provided is not attached to a customer so detachment is impossible.");

        var customer = Find(owner);
        if (customer["invoice_settings"]?["default_payment_method"]?.GetValue<string>() == id) customer["invoice_settings"] = new JsonObject { ["default_payment_method"] = null };
        method["customer"] = null;
        webhooks.Tell("payment_method.detached", method);
        return method;
    }

    public JsonObject Method(string id) => ledger.Find(Kind, id);

    /// <summary>A card of a customer. Another's is as if it were not there.</summary>
    public JsonObject CardOf(string customer, string id)
    {
        var method = Method(id);
        return Text(method, "customer") == Text(Find(customer), "id") ? method : throw StripeError.Missing("PaymentMethod", id);
    }

    public JsonObject CardsOf(string customer, StripeForm form)
    {
        Find(customer);
        if (form.Text("type") is { } type && type != Card) throw StripeError.Invalid("The stand-in has cards alone.");

        var cards = ledger.Objects.Select(item => item.Value!.AsObject()).Where(item => Text(item, "object") == Kind && Text(item, "customer") == customer).Reverse();
        return StripeLedger.List($"/v1/customers/{customer}/payment_methods", cards);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();
}
