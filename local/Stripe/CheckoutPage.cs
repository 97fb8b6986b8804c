using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>The page on which a customer pays or leaves a card, or fails to.</summary>
internal static class CheckoutPage
{
    private const string Style = "body{font:16px/1.5 system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.4rem 1rem}label{display:block;margin:.3rem 0}.no{color:#b00020}";

    public static IResult Of(JsonObject session, string? declined = null)
    {
        if (session["status"]!.GetValue<string>() != "open") return Page("<p>This page is closed: it was used, or has expired.</p>", StatusCodes.Status410Gone);

        var html = new StringBuilder(About(session));
        if (declined is not null) html.Append(CultureInfo.InvariantCulture, $"<p class=no>The card was declined: {WebUtility.HtmlEncode(declined)}. Nothing was charged; try another.</p>");
        html.Append("<form method=post>");
        foreach (var card in TestCard.All.Where(card => StripeSessions.IsSetup(session) || !card.StaysProcessing))
        {
            var first = card == TestCard.All[0] ? " checked" : "";
            html.Append(CultureInfo.InvariantCulture, $"<label><input type=radio name=card value={card.Number}{first}> {card.Number} {WebUtility.HtmlEncode(card.What)}</label>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<p><button>{(StripeSessions.IsSetup(session) ? "Leave card" : "Pay")}</button></p></form>");
        if (session["cancel_url"]?.GetValue<string>() is { } back) html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{WebUtility.HtmlEncode(back)}\">Turn back</a></p>");
        return Page(html.ToString(), declined is null ? StatusCodes.Status200OK : StatusCodes.Status402PaymentRequired);
    }

    /// <summary>The bank's question to the card's holder.</summary>
    public static IResult Authentication(JsonObject session, TestCard card) => Page(
        $"{About(session)}<p>The bank asks: is it you?</p><form method=post><input type=hidden name=card value={card.Number}><button name=authenticated value=yes>It is me</button> <button name=authenticated value=no>It is not</button></form>",
        StatusCodes.Status200OK);

    private static string About(JsonObject session) => StripeSessions.IsSetup(session)
        ? "<p>Stripe stand-in: no money moves here.</p><h1>Leave a card for later</h1>"
        : $"<p>Stripe stand-in: no money moves here.</p><h1>{WebUtility.HtmlEncode(session["name"]!.GetValue<string>())}</h1><p>{session["amount_total"]!.ToJsonString()} {WebUtility.HtmlEncode(session["currency"]!.GetValue<string>().ToUpperInvariant())} in the smallest unit</p>";

    private static IResult Page(string body, int status) =>
        Results.Content($"<!doctype html><meta charset=utf-8><title>Pay</title><style>{Style}</style>{body}", "text/html", Encoding.UTF8, status);
}
