using Azure;
using Azure.Data.Tables;
using Credits.Functions.Storage.Accounts;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Who has taken a place among those who may redeem a promo code: one entity an account, and how many there are.</summary>
/// <remarks>
/// A place is taken before its grant is booked, in one transaction with the count, which its ETag guards. So there are never more places than allowed, whoever else takes
/// one at the same time and wherever a process dies. A place is never given back: an account whose grant is missing has it when it asks again. Were places freed, one
/// could be freed by a request that failed while another of the same account books the grant.
/// </remarks>
public sealed class PromoPlaceStore(TableServiceClient tables, TimeProvider clock)
{
    private const string PartitionPrefix = "places-";
    private const string AccountPrefix = "account-";
    private const string CountRow = "count";
    private const string Taken = "taken";

    private readonly TableClient _table = tables.GetTableClient(PromoCodeStore.Table);

    // Only for speed; other instances are kept apart by the ETag.
    private readonly Turns<string> _turns = new();

    /// <summary>How many places of a code are taken.</summary>
    public async Task<int> Count(string code, CancellationToken cancellation) => (await ReadCount(code, cancellation)).Taken;

    /// <summary>The place of an account; null when it has none.</summary>
    public async Task<PromoPlace?> Find(string code, AccountId account, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionPrefix + code, AccountPrefix + account.Value, cancellationToken: cancellation);
        return found.HasValue ? new(found.Value!.GetString("request"), found.Value!.GetDateTimeOffset("at")!.Value) : null;
    }

    /// <summary>Takes a place for an account, unless it has one.</summary>
    /// <param name="code">The code.</param>
    /// <param name="most">How many places there are; null for any number.</param>
    /// <param name="account">The account.</param>
    /// <param name="request">The request that asks for it.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>Whether the account has a place now; false when all are taken.</returns>
    /// <exception cref="ConflictsException">Too many others took places in between; whoever called should come back later.</exception>
    public async Task<bool> Take(string code, int? most, AccountId account, string request, CancellationToken cancellation)
    {
        using var turn = await _turns.Take(code, cancellation);
        var conflicts = new ConflictBackoff(clock);
        while (true)
        {
            if (await Find(code, account, cancellation) is not null) return true;

            var (taken, etag) = await ReadCount(code, cancellation);
            if (taken >= most) return false;

            try
            {
                await _table.SubmitTransactionAsync([Counting(code, taken + 1, etag), Placing(code, account, request)], cancellation);
                return true;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // Somebody else took a place, or the account did by another request: decide again on what there is now.
                await conflicts.Wait($"Promo code {code}", cancellation);
            }
        }
    }

    private static TableTransactionAction Counting(string code, int taken, ETag? etag)
    {
        var count = new TableEntity(PartitionPrefix + code, CountRow) { [Taken] = taken };
        return etag is { } seen ? new(TableTransactionActionType.UpdateReplace, count, seen) : new(TableTransactionActionType.Add, count);
    }

    private TableTransactionAction Placing(string code, AccountId account, string request) =>
        new(TableTransactionActionType.Add, new TableEntity(PartitionPrefix + code, AccountPrefix + account.Value) { ["request"] = request, ["at"] = clock.GetUtcNow() });

    private async Task<(int Taken, ETag? ETag)> ReadCount(string code, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionPrefix + code, CountRow, cancellationToken: cancellation);
        return found.HasValue ? (found.Value!.GetInt32(Taken)!.Value, found.Value!.ETag) : (0, null);
    }
}

/// <summary>A place among those who may redeem a promo code.</summary>
/// <param name="Request">The request that took it, so that the same one may be answered again.</param>
/// <param name="At">When it was taken.</param>
public sealed record PromoPlace(string Request, DateTimeOffset At);
