using System.Text.Json;
using System.Text.Json.Nodes;

namespace Credits.Local.Cosmos;

/// <summary>Answers in the form the SDK expects.</summary>
internal static class Reply
{
    public static Task Send(HttpContext context, int status, ReadOnlyMemory<byte>? body, string? etag = null, int subStatus = 0, string type = "application/json")
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = status;
        headers["x-ms-request-charge"] = "1";
        headers["x-ms-session-token"] = "0:-1#1"; // one replica: whatever was written is read
        headers["x-ms-activity-id"] = context.Request.Headers.TryGetValue("x-ms-activity-id", out var activity) ? activity : $"{Guid.NewGuid()}";
        headers["x-ms-version"] = "2020-07-15";
        if (etag is not null) headers.ETag = etag;
        if (subStatus != 0) headers["x-ms-substatus"] = $"{subStatus}";
        if (body is not { } content || status is 204 or 304) return Task.CompletedTask;

        response.ContentType = type;
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content).AsTask();
    }

    public static Task Send(HttpContext context, CosmosError error)
    {
        if (error.RetryAfter > TimeSpan.Zero) context.Response.Headers["x-ms-retry-after-ms"] = $"{(int)error.RetryAfter.TotalMilliseconds}";
        return Send(context, error.Status, error.Body, subStatus: error.SubStatus);
    }

    public static Task SendResource(HttpContext context, int status, JsonObject resource) =>
        Send(context, status, JsonSerializer.SerializeToUtf8Bytes(resource), (string?)resource["_etag"]);
}
