using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Alerts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Credits.Functions.Alerts;

/// <summary>Keeps a customer's own alert endpoints, which are told of that account alone.</summary>
public sealed class AccountAlertEndpointFunctions(AlertEndpointDesk desk, AccountStore accounts, AccountWriter writer)
{
    private const string All = "v1/accounts/{accountId}/alert-endpoints";
    private const string One = All + "/{endpointId}";

    /// <summary>Every endpoint of an account, by id.</summary>
    [Function("GetAccountAlertEndpoints")]
    [RequiresScope(Scopes.AlertsRead)]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = All)] HttpRequest request, string accountId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.List(owner, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>An endpoint of an account, without its secret.</summary>
    [Function("GetAccountAlertEndpoint")]
    [RequiresScope(Scopes.AlertsRead)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequest request, string accountId, string endpointId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.Get(owner, endpointId, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Makes an endpoint of an account, or replaces all of it but its secret. A disabled one is in use again.</summary>
    [Function("PutAccountAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string accountId, string endpointId, CancellationToken cancellation)
    {
        var asked = await RequestBody.Read<AlertEndpointRequest>(request, cancellation);
        var id = ResourceId.Account(accountId);
        return await writer.ExpectEndpoints(id, cancellation) ? await desk.Put(AlertOwner.Of(id), endpointId, asked, request, cancellation) : Problem.UnknownAccount(accountId);
    }

    /// <summary>Removes an endpoint of an account. What is on its way to it is given up.</summary>
    [Function("DeleteAccountAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string accountId, string endpointId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.Delete(owner, endpointId, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Gives an endpoint of an account another secret, and shows it this once.</summary>
    [Function("RotateAccountAlertEndpointSecret")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> RotateSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/rotate-secret")] HttpRequest request, string accountId, string endpointId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.RotateSecret(owner, endpointId, cancellation) : Problem.UnknownAccount(accountId);

    /// <summary>Sends an endpoint of an account a test.</summary>
    [Function("TestAccountAlertEndpoint")]
    [RequiresScope(Scopes.AlertsWrite)]
    public async Task<IResult> Test(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = One + "/test")] HttpRequest request, string accountId, string endpointId, CancellationToken cancellation) =>
        await Owner(accountId, cancellation) is { } owner ? await desk.Test(owner, endpointId, cancellation) : Problem.UnknownAccount(accountId);

    private async Task<AlertOwner?> Owner(string accountId, CancellationToken cancellation)
    {
        var id = ResourceId.Account(accountId);
        return await accounts.Load(id, cancellation) is null ? null : AlertOwner.Of(id);
    }
}
