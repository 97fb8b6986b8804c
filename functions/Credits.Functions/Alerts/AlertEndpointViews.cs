using Credits.Functions.Storage.Alerts;

namespace Credits.Functions.Alerts;

/// <summary>Where alerts go.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where webhooks go.</param>
/// <param name="Email">The mailbox that mails go to.</param>
/// <param name="Types">The types of alerts it wants; left out, all.</param>
/// <param name="Plan">Only accounts on this plan.</param>
/// <param name="Description">What people call it.</param>
/// <param name="FailingSince">Since when nothing has reached it.</param>
/// <param name="DisabledReason">Why nothing is sent to it any more.</param>
/// <param name="DisabledSince">Since when nothing is sent to it.</param>
/// <param name="Secret">What its webhooks are signed with: shown when it is made, and never again.</param>
/// <param name="PreviousSecretUntil">Until when the secret before signs too.</param>
public sealed record AlertEndpointView(
    string Id, string? Url, string? Email, IReadOnlyList<string>? Types, string? Plan, string? Description,
    DateTimeOffset? FailingSince, string? DisabledReason, DateTimeOffset? DisabledSince, string? Secret, DateTimeOffset? PreviousSecretUntil)
{
    internal static AlertEndpointView Of(AlertEndpoint endpoint, DateTimeOffset now) => new(
        endpoint.Id, endpoint.Url, endpoint.Email, endpoint.Types.IsEmpty ? null : endpoint.Types, endpoint.Plan, endpoint.Description,
        endpoint.FailingSince, endpoint.DisabledReason, endpoint.DisabledSince, Secret: null, endpoint.PreviousSecretUntil > now ? endpoint.PreviousSecretUntil : null);
}

/// <summary>Every alert endpoint of the deployment, or of an account.</summary>
/// <param name="AlertEndpoints">By id.</param>
public sealed record AlertEndpointsView(IReadOnlyList<AlertEndpointView> AlertEndpoints);
