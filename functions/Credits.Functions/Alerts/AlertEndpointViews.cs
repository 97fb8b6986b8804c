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

/// <summary>An alert on its way to an endpoint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="EventId">The alert it carries; the same in all deliveries of it.</param>
/// <param name="Type">What the alert is about.</param>
/// <param name="AccountId">Whom the alert is about; left out for a test.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="Attempts">How often it was tried, since it was made or last replayed.</param>
/// <param name="Status">The HTTP status that the last attempt was answered with.</param>
/// <param name="Answer">The beginning of what the last attempt was answered with, or what kept it from being answered.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NextAttemptAt">When it is tried next, as long as it is pending.</param>
/// <param name="FinishedAt">When it was delivered or given up.</param>
public sealed record DeliveryView(
    string Id, string EndpointId, string EventId, string Type, string? AccountId, DeliveryState State, string? Reason, int Attempts, int? Status, string? Answer,
    DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? FinishedAt)
{
    internal static DeliveryView Of(Delivery delivery) => new(
        delivery.Id, delivery.EndpointId, delivery.EventId, delivery.Type, delivery.Account?.Value, delivery.State, delivery.Reason, delivery.Attempts, delivery.Status, delivery.Answer,
        delivery.CreatedAt, delivery.State == DeliveryState.Pending ? delivery.DueAt : null, delivery.FinishedAt);
}

/// <summary>A page of deliveries, newest first.</summary>
/// <param name="Deliveries">The page.</param>
/// <param name="Cursor">Asks for the next page; left out on the last.</param>
public sealed record DeliveriesView(IReadOnlyList<DeliveryView> Deliveries, string? Cursor);
