using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Payments;

/// <summary>Webhooks and invoices that were handled, and payments that could not be granted, in Table storage.</summary>
public sealed class PaymentEventStore(TableServiceClient tables)
{
    /// <summary>The table.</summary>
    public const string Table = "paymentevents";

    /// <summary>The most parked payments that are listed.</summary>
    public const int MaxListed = 1_000;

    private const string Handled = "handled";
    private const string Parked = "parked";

    private readonly TableClient _table = tables.GetTableClient(Table);

    /// <summary>Whether a webhook, or an invoice, was handled.</summary>
    public async Task<bool> WasHandled(string id, CancellationToken cancellation) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(Handled, id, cancellationToken: cancellation)).HasValue;

    /// <summary>Notes that a webhook, or an invoice, was handled.</summary>
    public Task MarkHandled(string id, DateTimeOffset at, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(new TableEntity(Handled, id) { ["at"] = at }, TableUpdateMode.Replace, cancellation);

    /// <summary>Keeps a payment that could not be granted; again, it keeps the newest reason.</summary>
    public Task Park(ParkedPayment payment, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(
            new TableEntity(Parked, payment.Payment) { ["reason"] = payment.Reason, ["detail"] = payment.Detail, ["account"] = payment.Account, ["at"] = payment.At },
            TableUpdateMode.Replace, cancellation);

    /// <summary>Lets go of a payment that is granted now. Nothing happens when it was not parked.</summary>
    public Task Unpark(string payment, CancellationToken cancellation) => _table.DeleteEntityAsync(Parked, payment, ETag.All, cancellation);

    /// <summary>A parked payment; null when it is not parked.</summary>
    public async Task<ParkedPayment?> FindParked(string payment, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Parked, payment, cancellationToken: cancellation);
        return found.HasValue ? FromEntity(found.Value!) : null;
    }

    /// <summary>Parked payments, by id.</summary>
    public async Task<IReadOnlyList<ParkedPayment>> ListParked(CancellationToken cancellation)
    {
        var parked = new List<ParkedPayment>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Parked}"), cancellationToken: cancellation))
        {
            if (parked.Count == MaxListed) break;
            parked.Add(FromEntity(entity));
        }

        return parked;
    }

    private static ParkedPayment FromEntity(TableEntity entity) =>
        new(entity.RowKey, entity.GetString("reason"), entity.GetString("detail"), entity.GetString("account"), entity.GetDateTimeOffset("at")!.Value);
}

/// <summary>A payment for which nothing was granted, and why.</summary>
/// <param name="Payment">The provider's id of it.</param>
/// <param name="Reason">A stable code.</param>
/// <param name="Detail">In words.</param>
/// <param name="Account">The account that it names; null for none.</param>
/// <param name="At">When it was last tried.</param>
public sealed record ParkedPayment(string Payment, string Reason, string Detail, string? Account, DateTimeOffset At);
