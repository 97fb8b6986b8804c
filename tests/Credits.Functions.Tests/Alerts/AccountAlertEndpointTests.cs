using Credits.Functions.Alerts;
using Credits.Functions.Mail;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Storage;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Local.Cosmos;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Alerts;

/// <summary>A customer's own endpoint: its account knows that there may be one, before there is.</summary>
[Collection(RunningStorage.Collection)]
public sealed class AccountAlertEndpointTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertDesk _desk;
    private readonly RunningAccounts _accounts;
    private readonly Ledger _ledger;
    private readonly AccountAlertEndpointFunctions _functions;

    public AccountAlertEndpointTests(RunningStorage storage, RunningAccounts accounts)
    {
        (_desk, _accounts, _ledger) = (new(storage), accounts, new(accounts));
        var desk = new AlertEndpointDesk(_desk.Endpoints, _desk.Catalogue, _desk.Dispatch, Options.Create(new AlertOptions()), Options.Create(new SmtpOptions()), _desk.Clock);
        var writer = new AccountWriter(_ledger.Store, _ledger.Commits, new(Options.Create(new AccountStoreOptions())), new(), PlansFor.Nobody, _desk.Clock);
        _functions = new(desk, _ledger.Store, writer);
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task From_the_first_on_the_account_is_asked_about()
    {
        await _ledger.Open(_desk.Account);

        await Put();

        (await _desk.Endpoints.List(_desk.Owner, None)).ShouldHaveSingleItem();
        (await _ledger.Load(_desk.Account)).NeverHadEndpoints.ShouldBeFalse();
    }

    [Fact]
    public async Task None_is_made_while_its_account_cannot_be_told_of_it()
    {
        await _ledger.Open(_desk.Account);
        using var faults = _accounts.FaultsFor(_desk.Account);
        faults.OnlyWhere(request => request.Kind == CosmosRequestKind.Write);
        faults.Next.FailNext(100);

        await Should.ThrowAsync<CosmosException>(Put());

        (await _desk.Endpoints.List(_desk.Owner, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_nobody_opened_gets_none()
    {
        await Put();

        (await _desk.Endpoints.List(_desk.Owner, None)).ShouldBeEmpty();
    }

    private Task<IResult> Put()
    {
        var request = new DefaultHttpContext().Request;
        (request.ContentType, request.Body) = ("application/json", new MemoryStream("""{"url":"https://acme.example/hook"}"""u8.ToArray()));
        return _functions.Put(request, _desk.Account.Value, "hook", None);
    }
}
