using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>A page of payments, newest first. Of those that were made in the same second, the later one comes first.</summary>
internal static class PaymentIntentList
{
    private const int UsualLimit = 10;
    private const int MaxLimit = 100;

    public static JsonObject Of(StripeIntents intents, StripeLedger ledger, IQueryCollection query)
    {
        var form = StripeForm.Of(query, "created[gte]", "created[lt]", "limit", "starting_after", "expand[]");
        var limit = form.Whole("limit") ?? UsualLimit;
        if (limit is < 1 or > MaxLimit) throw StripeError.Invalid($"Invalid limit: {limit}; it must be between 1 and {MaxLimit}.", "parameter_invalid_integer");

        var (from, until) = (form.Whole("created[gte]") ?? 0, form.Whole("created[lt]") ?? long.MaxValue);
        var newestFirst = ledger.Objects.Select(item => item.Value!.AsObject())
            .Where(item => item["object"]!.GetValue<string>() == "payment_intent").Reverse()
            .OrderByDescending(CreatedAt);
        IEnumerable<JsonObject> rest = newestFirst;
        if (form.Text("starting_after") is { } last)
        {
            ledger.Find("payment_intent", last);
            rest = rest.SkipWhile(item => IdOf(item) != last).Skip(1);
        }

        var asked = rest.Where(item => from <= CreatedAt(item) && CreatedAt(item) < until).Take((int)limit + 1).ToList();
        var withCharge = form.Map("expand").Any(item => item.Value!.GetValue<string>() == "data.latest_charge");
        return new()
        {
            ["object"] = "list",
            ["url"] = "/v1/payment_intents",
            ["has_more"] = asked.Count > limit,
            ["data"] = new JsonArray([.. asked.Take((int)limit).Select(item => intents.Find(IdOf(item), withCharge).DeepClone())]),
        };
    }

    private static string IdOf(JsonObject item) => item["id"]!.GetValue<string>();

    // What an older version of the stand-in made does not say when.
    private static long CreatedAt(JsonObject item) => item["created"]?.GetValue<long>() ?? 0;
}
