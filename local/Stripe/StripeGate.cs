using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Credits.Local.Stripe;

/// <summary>What every request passes: the key, the ledger's lock, and that the same request again is done once.</summary>
internal sealed class StripeGate(StripeLedger ledger, string apiKey)
{
    private const string Bearer = "Bearer ";

    /// <summary>Answers a request that changes something, once for its idempotency key. As in Stripe, the key with another body is an error, and a declined card is an answer that is kept.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The parameters that are known.</param>
    /// <param name="act">Does it.</param>
    public async Task<IResult> Once(HttpRequest request, string[] known, Func<StripeForm, JsonObject> act)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        return Let(request, () =>
        {
            var key = request.Headers["Idempotency-Key"].ToString();
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{request.Path}\n{string.Join('\n', form.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}"))}")));
            if (key.Length > 0 && ledger.Repetitions[key] is JsonObject earlier)
            {
                return earlier["request"]!.GetValue<string>() == hash
                    ? Json(earlier["answer"]!.AsObject(), earlier["status"]?.GetValue<int>() ?? StatusCodes.Status200OK)
                    : throw new StripeError(
                        StatusCodes.Status400BadRequest, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters they were first used with.", "idempotency_key_in_use");
            }

            var (status, answer) = Act(() => act(StripeForm.Of(form, known)));
            if (key.Length > 0) ledger.Repetitions[key] = new JsonObject { ["request"] = hash, ["status"] = status, ["answer"] = answer.DeepClone() };
            ledger.Save();
            return Json(answer, status);
        });
    }

    /// <summary>Answers a request that only asks.</summary>
    public IResult Ask(HttpRequest request, Func<JsonObject> ask) => Let(request, () => Json(ask(), StatusCodes.Status200OK));

    /// <summary>Does something with the ledger held; a refusal is answered as Stripe answers it.</summary>
    public IResult Locked(Func<IResult> act)
    {
        lock (ledger.Gate)
        {
            try
            {
                return act();
            }
            catch (StripeError e)
            {
                return Refuse(e);
            }
        }
    }

    /// <summary>A refusal.</summary>
    public static IResult Refuse(StripeError error) => Json(error.ToJson(), error.Status);

    private IResult Let(HttpRequest request, Func<IResult> act) =>
        KeyOf(request.Headers.Authorization) == apiKey ? Locked(act) : Refuse(new(StatusCodes.Status401Unauthorized, "invalid_request_error", "Invalid API Key provided."));

    private static (int Status, JsonObject Answer) Act(Func<JsonObject> act)
    {
        try
        {
            return (StatusCodes.Status200OK, act());
        }
        catch (StripeError e) when (e.Status == StatusCodes.Status402PaymentRequired)
        {
            return (e.Status, e.ToJson());
        }
    }

    private static IResult Json(JsonObject body, int status) => Results.Content(body.ToJsonString(), "application/json", Encoding.UTF8, status);

    private static string? KeyOf(StringValues authorization) =>
        authorization.ToString() is var text && text.StartsWith(Bearer, StringComparison.Ordinal) ? text[Bearer.Length..] : null;
}
