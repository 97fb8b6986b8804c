using Credits.Functions.Storage.Alerts;

namespace Credits.Functions.Alerts;

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
