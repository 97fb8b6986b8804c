using System.Text.Json;
using Credits.Functions.Http;
using Credits.Functions.Storage.Catalogue;
using Credits.Rating;
using Credits.TopUps;

namespace Credits.Functions.TopUps;

/// <summary>What a customer agrees to: terms, of which the plan may know some, and the agreement itself.</summary>
internal static class TopUpRequest
{
    private const int MaxPaymentMethodLength = 255;

    /// <summary>Reads a request.</summary>
    /// <param name="json">The body.</param>
    /// <param name="defaults">The plan's terms, for what the body leaves out; null for none.</param>
    /// <param name="now">When it is agreed to.</param>
    /// <param name="faults">Every fault at once; the top-up counts only when there is none.</param>
    public static TopUp Read(JsonElement json, TopUpTerms? defaults, DateTimeOffset now, out IReadOnlyList<Fault> faults)
    {
        var reader = new FaultingReader();
        if (!reader.Object(json, "", [.. TopUpTermsJson.Properties, "paymentMethod", "returnUrl", "consentBy"]))
        {
            faults = reader.Faults;
            return new(new(Credits.Zero, ""), new("", now), "");
        }

        var terms = TopUpTermsJson.Read(json, "", reader, defaults);
        if (reader.Faults.Count == 0) AddFaultsOf(terms, reader);
        var url = Text("returnUrl", WebAddress.IsOne, WebAddress.Rule);
        var by = Text("consentBy", text => text.Length <= Consent.MaxByLength && !string.IsNullOrWhiteSpace(text), $"Name who agreed, in 1 to {Consent.MaxByLength} characters.");
        var method = reader.OptionalText(json, "", "paymentMethod");
        if (method is { Length: 0 or > MaxPaymentMethodLength }) reader.Fault("paymentMethod", "Must be the id of a payment method, or left out for the customer's default.");

        faults = reader.Faults;
        return new(terms, new(by, now), url) { PaymentMethod = method };

        string Text(string name, Func<string, bool> isGood, string rule)
        {
            var before = reader.Faults.Count;
            var text = reader.Text(json, "", name);
            if (reader.Faults.Count == before && !isGood(text)) reader.Fault(name, rule);
            return text;
        }
    }

    private static void AddFaultsOf(TopUpTerms terms, FaultingReader reader)
    {
        foreach (var fault in TopUpFaults.Of(terms, "")) reader.Fault(fault.Path, fault.Message);
        if (terms.MaxPerMonth is null && terms.MaxSpendPerMonth is null) reader.Fault("maxPerMonth", "Nobody agrees to pay without end: say 'maxPerMonth', 'maxSpendPerMonth' or both.");
        if (terms.Pack.Length > 0 && !ResourceId.IsOne(terms.Pack)) reader.Fault("pack", $"'{terms.Pack}' is not a pack's id: {ResourceId.Rule}.");
    }

    /// <summary>Whether the very same was agreed to before, and goes on: asked again, nothing changes.</summary>
    public static bool IsAgreedIn(this TopUp topUp, TopUp? earlier) =>
        earlier is { Paused: null } && earlier == topUp with { Consent = topUp.Consent with { At = earlier.Consent.At } };
}
