using Azure;
using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Writes an entity of the catalogue whole, if it is still as its writer saw it.</summary>
internal static class GuardedEntity
{
    // How every ETag of Table storage begins. It refuses any other as malformed instead of answering that it does not match.
    private const string TagPrefix = "W/\"datetime'";

    /// <summary>Writes an entity.</summary>
    /// <param name="table">The table.</param>
    /// <param name="entity">The whole entity.</param>
    /// <param name="ifMatch">The ETag it must still have; null writes whatever is there.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The new ETag; null when the entity has changed since.</returns>
    public static async Task<string?> Save(TableClient table, TableEntity entity, string? ifMatch, CancellationToken cancellation)
    {
        if (ifMatch is not null && ifMatch != ETag.All.ToString() && !ifMatch.StartsWith(TagPrefix, StringComparison.Ordinal)) return null;

        try
        {
            var response = ifMatch is null
                ? await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellation)
                : await table.UpdateEntityAsync(entity, new ETag(ifMatch), TableUpdateMode.Replace, cancellation);
            return response.Headers.ETag?.ToString();
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return null;
        }
    }
}
