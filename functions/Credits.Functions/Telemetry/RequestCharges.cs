using Microsoft.Azure.Cosmos;

namespace Credits.Functions.Telemetry;

/// <summary>Measures what Cosmos DB charges, for every request in one place.</summary>
public sealed class RequestCharges(Instruments instruments) : RequestHandler
{
    private const string QueryHeader = "x-ms-documentdb-isquery";

    /// <inheritdoc/>
    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        instruments.RequestCharge.Add(response.Headers.RequestCharge, new KeyValuePair<string, object?>("operation", OperationOf(request)));
        return response;
    }

    // Whatever writes is a commit, or notes in an account what a commit led to.
    private static string OperationOf(RequestMessage request) =>
        request.Method == HttpMethod.Get ? "read" : request.Headers[QueryHeader] is not null || request.Headers.ContentType == "application/query+json" ? "query" : "commit";
}
