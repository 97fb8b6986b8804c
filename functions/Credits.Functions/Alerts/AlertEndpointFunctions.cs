using Credits.Functions.Http;
using Credits.Functions.Storage.Alerts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Alerts;

/// <summary>Keeps the operator's alert endpoints, which are told of every account or of those on a plan.</summary>
public sealed class AlertEndpointFunctions(AlertEndpointDesk desk)
{
    private const string All = "v1/alert-endpoints";
    private const string One = All + "/{endpointId}";

    /// <summary>Every endpoint, by id.</summary>
    [Function("GetAlertEndpoints")]
    [RequiresScope(Scopes.AlertsRead)]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequest request, CancellationToken cancellation) =>
        await desk.List(AlertOwner.Deployment, cancellation);

    /// <summary>An endpoint, without its secret.</summary>
    [Function("GetAlertEndpoint")]
    [RequiresScope(Scopes.AlertsRead)]
    public async Task<IResult> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequest request, string endpointId, CancellationToken cancellation) =>
        await desk.Get(AlertOwner.Deployment, endpointId, cancellation);

    /// <summary>Makes an endpoint, or replaces all of it but its secret. A disabled one is in use again.</summary>
    [Function("PutAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Put([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string endpointId, CancellationToken cancellation) =>
        await desk.Put(AlertOwner.Deployment, endpointId, await RequestBody.Read<AlertEndpointRequest>(request, cancellation), request, cancellation);

    /// <summary>Removes an endpoint. What is on its way to it is given up.</summary>
    [Function("DeleteAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Delete([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string endpointId, CancellationToken cancellation) =>
        await desk.Delete(AlertOwner.Deployment, endpointId, cancellation);

    /// <summary>Gives an endpoint another secret, and shows it this once.</summary>
    [Function("RotateAlertEndpointSecret")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> RotateSecret([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/rotate-secret")] HttpRequest request, string endpointId, CancellationToken cancellation) =>
        await desk.RotateSecret(AlertOwner.Deployment, endpointId, cancellation);

    /// <summary>Sends an endpoint a test.</summary>
    [Function("TestAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Test([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/test")] HttpRequest request, string endpointId, CancellationToken cancellation) =>
        await desk.Test(AlertOwner.Deployment, endpointId, cancellation);
}
