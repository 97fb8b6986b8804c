using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Credits.Functions.Alerts;
using Credits.Functions.Deliveries;
using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Credits.Functions.Tests.Deliveries;

/// <summary>Alerts of an account of the test's own, on their way by a clock of the test's own.</summary>
internal sealed class AlertDesk : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly RunningStorage _storage;
    private readonly WebhookClient _client;

    public AlertDesk(RunningStorage storage, AlertOptions? options = null, SmtpOptions? smtp = null)
    {
        _storage = storage;
        var (alerts, mail) = (Options.Create(options ?? new() { AllowInsecureTargets = true }), Options.Create(smtp ?? new()));
        (Endpoints, Deliveries, Messages, Agenda) = (new(storage.Tables), new(storage.Tables), new(storage.Queues), new(storage.Tables));
        Catalogue = new(Endpoints, Clock);
        Dispatch = new(Catalogue, Deliveries, Messages, Agenda, Clock, NullLogger<AlertDispatch>.Instance);
        _client = new(alerts);
        Work = new(
            Endpoints, Deliveries, Messages, new(_client, Clock), new(new(mail), mail, Clock, NullLogger<MailSender>.Instance), alerts, Measured.Instruments, Clock, NullLogger<DeliveryWork>.Instance);
        Sweep = new(Deliveries, Agenda, Messages, Clock, NullLogger<RedeliverySweep>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(Given.Noon);

    public AccountId Account { get; } = Given.NewAccount();

    public AlertOwner Owner => AlertOwner.Of(Account);

    public AlertEndpointStore Endpoints { get; }

    public AlertEndpointCatalogue Catalogue { get; }

    public DeliveryStore Deliveries { get; }

    public DeliveryMessages Messages { get; }

    public DeliveryAgenda Agenda { get; }

    public AlertDispatch Dispatch { get; }

    public DeliveryWork Work { get; }

    public RedeliverySweep Sweep { get; }

    public Measurements Measured { get; } = new();

    public void Dispose()
    {
        _client.Dispose();
        Measured.Dispose();
    }

    /// <summary>Makes an endpoint, or replaces it.</summary>
    public async Task<AlertEndpoint> Make(AlertEndpointRequest request, string id = "hook", AlertOwner? owner = null)
    {
        var whose = owner ?? Owner;
        var made = await Endpoints.Change(whose, id, seen => request.ToEndpoint(whose, id, seen?.Endpoint), None);
        Catalogue.Forget(whose);
        return made!.Endpoint;
    }

    public async Task<AlertEndpoint> Endpoint(string id = "hook") => (await Endpoints.Find(Owner, id, None))!.Endpoint;

    public AlertEvent Event(string id = "17-balance.below", string type = AlertTypes.BalanceBelow, string? plan = null) =>
        new($"{Account}-{id}", type, Clock.GetUtcNow(), Account, plan, new JsonObject { ["balance"] = 95, ["threshold"] = 100 });

    public Task Tell(params AlertEvent[] events) => Dispatch.Tell(events, None);

    /// <summary>The account's deliveries, newest first.</summary>
    public async Task<IReadOnlyList<Delivery>> All(AlertOwner? owner = null) => (await Deliveries.List(owner ?? Owner, endpoint: null, state: null, after: null, limit: 100, None)).Deliveries;

    public async Task<Delivery> Only() => (await All()).ShouldHaveSingleItem();

    /// <summary>Tries the account's only delivery, at its time.</summary>
    public async Task<Delivery> TryWhenDue()
    {
        var delivery = await Only();
        if (delivery.State == DeliveryState.Pending && delivery.DueAt > Clock.GetUtcNow()) Clock.SetUtcNow(delivery.DueAt);
        await Work.Run(delivery.Owner, delivery.Id, None);
        return await Only();
    }

    /// <summary>Tells of one event and tries to deliver it.</summary>
    public async Task<Delivery> TellAndTry()
    {
        await Tell(Event());
        return await TryWhenDue();
    }

    /// <summary>Takes what is visible on the queue, and answers how much of it names deliveries of the account.</summary>
    public async Task<int> TakeMessages()
    {
        var queue = _storage.Queues.GetQueueClient(DeliveryMessages.Queue);
        var own = 0;
        while ((await queue.ReceiveMessagesAsync(maxMessages: 32)).Value is { Length: > 0 } messages)
        {
            foreach (QueueMessage message in messages)
            {
                if (DeliveryMessages.Parse(message.Body.ToString()).Owner == Owner) own++;
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return own;
    }
}
