using Credits.Functions.Alerts;
using Credits.Functions.Http;
using Credits.Functions.Storage.Alerts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Deliveries;

/// <summary>Shows the deliveries of an owner, and sends them again, for whoever was let in to it.</summary>
public sealed class DeliveryDesk(DeliveryStore deliveries, DeliveryMessages queue, DeliveryAgenda agenda, IOptions<AlertOptions> options, TimeProvider clock)
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
        if (!Delivery.IsId(id) || await deliveries.Find(owner, id, cancellation) is not { Delivery: var seen }) return Unknown(id);
        if (Rests(seen, now)) return Answer.Accepted(DeliveryView.Of(seen));

        // As when it was made: first where it is found again, then the queue. Of several replays at once the first counts.
        await agenda.Add(owner, id, now + AlertDispatch.Patience, cancellation);
        var rests = false;
        if (await deliveries.Change(owner, id, delivery => (rests = Rests(delivery, now)) ? delivery : delivery.Replayed(now), cancellation) is not { } replayed) return Unknown(id);

        if (!rests) await queue.Add(owner, id, TimeSpan.Zero, cancellation);
        return Answer.Accepted(DeliveryView.Of(replayed));
    }

    // Else whoever may replay could have one alert sent to anybody's mailbox without end, and hold up all others'.
    private bool Rests(Delivery delivery, DateTimeOffset now)
    {
        var rest = RetrySchedule.RestOf(options.Value.RetryBase);
        return delivery.State == DeliveryState.Pending
            ? delivery.DueAt <= now + rest && delivery.DueAt + AlertDispatch.Patience > now
            : delivery.FinishedAt + rest > now;
    }

    private static Answer Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownDelivery, StatusCodes.Status404NotFound, $"There is no delivery '{id}' here.", "List them with a GET; they are kept for 30 days.");
}
