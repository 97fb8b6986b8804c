using Credits.Functions.Alerts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Alerts;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Deliveries;

/// <summary>Shows the deliveries of an owner, and sends them again, for whoever was let in to it.</summary>
public sealed class DeliveryDesk(DeliveryStore deliveries, DeliveryMessages queue, DeliveryAgenda agenda, TimeProvider clock)
{
    internal async Task<Answer> List(AlertOwner owner, HttpRequest request, CancellationToken cancellation)
    {
        var query = DeliveryQuery.Of(request.Query);
        var (page, more) = await deliveries.List(owner, query.Endpoint, query.State, query.After, query.Limit, cancellation);
        return Answer.Ok(new DeliveriesView([.. page.Select(DeliveryView.Of)], more ? page[^1].Id : null));
    }

    internal async Task<Answer> Replay(AlertOwner owner, string id, CancellationToken cancellation)
    {
        // Only what could be an id is looked up.
        var now = clock.GetUtcNow();
        if (!Delivery.IsId(id) || await deliveries.Find(owner, id, cancellation) is null) return Unknown(id);

        // As when it was made: first where it is found again, then the queue.
        await agenda.Add(owner, id, now + AlertDispatch.Patience, cancellation);
        if (await deliveries.Change(owner, id, delivery => delivery.Replayed(now), cancellation) is not { } replayed) return Unknown(id);

        await queue.Add(owner, id, TimeSpan.Zero, cancellation);
        return Answer.Accepted(DeliveryView.Of(replayed));
    }

    private static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownDelivery, StatusCodes.Status404NotFound, $"There is no delivery '{id}' here.", "List them with a GET; they are kept for 30 days.");
}
