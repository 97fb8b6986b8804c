using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>An answer that is not success, as Cosmos DB words it.</summary>
internal sealed class CosmosError(int status, string code, string message, int subStatus = 0, TimeSpan retryAfter = default) : Exception(message)
{
    private const int ContainerMissing = 1003;
    private const int KeyMismatch = 1001;
    private const int PartitionFull = 1014;
    private const int RequestRateTooLarge = 3200;

    public int Status { get; } = status;

    public int SubStatus { get; } = subStatus;

    public TimeSpan RetryAfter { get; } = retryAfter;

    public byte[] Body => JsonSerializer.SerializeToUtf8Bytes(new { code, message = Message });

    public static CosmosError Unsupported(string what) => new(400, "BadRequest", $"The local Cosmos DB gateway does not support {what}.");

    public static CosmosError BadRequest(string message) => new(400, "BadRequest", message);

    public static CosmosError Unauthorized(string message) => new(401, "Unauthorized", message);

    public static CosmosError Unavailable(string message) => new(503, "ServiceUnavailable", message);

    public static CosmosError WrongKey() => new(400, "BadRequest", "PartitionKey extracted from document doesn't match the one specified in the header.", KeyMismatch);

    public static CosmosError NotFound(string what) => new(404, "NotFound", $"There is no {what}.");

    public static CosmosError NoContainer(string what) => new(404, "NotFound", $"There is no {what}.", ContainerMissing);

    public static CosmosError Conflict() => new(409, "Conflict", "Entity with the specified id already exists in the system.");

    public static CosmosError PreconditionFailed() => new(412, "PreconditionFailed", "The document's ETag is another than the one in If-Match.");

    public static CosmosError TooLarge() => new(413, "RequestEntityTooLarge", "Request size is too large.");

    public static CosmosError Full() => new(403, "Forbidden", "Partition key reached maximum size of 20 GB.", PartitionFull);

    public static CosmosError TooManyRequests(TimeSpan retryAfter) => new(429, "TooManyRequests", "The request rate is too large.", RequestRateTooLarge, retryAfter);
}
