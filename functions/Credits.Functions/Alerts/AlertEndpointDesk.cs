using Credits.Functions.Http;
using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Alerts;

/// <summary>Keeps the alert endpoints of an owner, for whoever was let in to it.</summary>
public sealed class AlertEndpointDesk(
    AlertEndpointStore store, AlertEndpointCatalogue catalogue, AlertDispatch dispatch, IOptions<AlertOptions> options, IOptions<SmtpOptions> smtp, TimeProvider clock)
{
    // So many stay readable on a page, and an alert is put on its way at once. Two that are made at the same moment may pass it by one.
    private const int MostOfAnAccount = 20;
    private const int MostOfTheDeployment = 100;

    internal async Task<Answer> List(AlertOwner owner, CancellationToken cancellation) =>
        Answer.Ok(new AlertEndpointsView([.. (await store.List(owner, cancellation)).Select(View)]));

    internal async Task<Answer> Get(AlertOwner owner, string id, CancellationToken cancellation) =>
        await store.Find(owner, Checked(id), cancellation) is { } stored ? Answer.Ok(View(stored.Endpoint)).With("ETag", stored.ETag) : AlertProblems.Unknown(id);

    internal async Task<Answer> Put(AlertOwner owner, string id, AlertEndpointRequest asked, HttpRequest request, CancellationToken cancellation)
    {
        if (asked.Faults(owner, options.Value.AllowInsecureTargets) is { Count: > 0 } faults) return Problem.Invalid(faults);
        if (asked.Email is not null && !smtp.Value.IsSetUp) return AlertProblems.MailNotSetUp();
        if (await store.Find(owner, Checked(id), cancellation) is null && await IsFull(owner, cancellation) is { } limit) return AlertProblems.TooMany(limit);

        var ifMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch.ToString() : null;
        AlertEndpoint? before = null;
        var stored = await store.Change(
            owner, id,
            seen =>
            {
                before = seen?.Endpoint;
                return IsMet(ifMatch, seen) ? asked.ToEndpoint(owner, id, before) : null;
            },
            cancellation);
        if (stored is null) return Problem.PreconditionFailed($"Alert endpoint '{id}'");

        catalogue.Forget(owner);
        var view = View(stored.Endpoint) with { Secret = before?.Secret is null ? stored.Endpoint.Secret : null };
        return Answer.Of(before is null ? StatusCodes.Status201Created : StatusCodes.Status200OK, view).With("ETag", stored.ETag);
    }

    internal async Task<Answer> Delete(AlertOwner owner, string id, CancellationToken cancellation)
    {
        var removed = await store.Remove(owner, Checked(id), cancellation);
        catalogue.Forget(owner);
        return removed ? Answer.NoContent() : AlertProblems.Unknown(id);
    }

    /// <summary>Shows the new secret this once; a repetition of the request does not get it again.</summary>
    internal async Task<Answer> RotateSecret(AlertOwner owner, string id, CancellationToken cancellation)
    {
        if (await store.Find(owner, Checked(id), cancellation) is not { } found) return AlertProblems.Unknown(id);
        if (found.Endpoint.Secret is null) return Problem.Invalid(new Fault("endpointId", "Mails are not signed; only a webhook has a secret."));

        var secret = SigningSecret.Make();
        var stored = await store.Change(owner, id, seen => seen?.Endpoint is { Secret: not null } endpoint ? endpoint.Rotated(secret, clock.GetUtcNow()) : null, cancellation);
        if (stored is null) return AlertProblems.Unknown(id);

        var view = View(stored.Endpoint);
        return Answer.Ok(view with { Secret = secret }).KeptAs(Answer.Ok(view)).With("ETag", stored.ETag);
    }

    internal async Task<Answer> Test(AlertOwner owner, string id, CancellationToken cancellation) =>
        await store.Find(owner, Checked(id), cancellation) is { } stored
            ? Answer.Accepted(DeliveryView.Of(await dispatch.Ping(stored.Endpoint, cancellation)))
            : AlertProblems.Unknown(id);

    private async Task<int?> IsFull(AlertOwner owner, CancellationToken cancellation)
    {
        var limit = owner.IsAccount ? MostOfAnAccount : MostOfTheDeployment;
        return (await store.List(owner, cancellation)).Count >= limit ? limit : null;
    }

    private static bool IsMet(string? ifMatch, StoredAlertEndpoint? seen) => ifMatch is null || (ifMatch == "*" ? seen is not null : ifMatch == seen?.ETag);

    private AlertEndpointView View(AlertEndpoint endpoint) => AlertEndpointView.Of(endpoint, clock.GetUtcNow());

    private static string Checked(string id) => ResourceId.Checked(id, "endpointId");
}
