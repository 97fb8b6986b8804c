using Credits.Functions.Alerts;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Storage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Alerts;

[Collection(RunningStorage.Collection)]
public sealed class AlertDispatchTests(RunningStorage storage) : IDisposable
{
    private const string Url = "https://acme.example/hook";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertDesk _desk = new(storage);
    private readonly string _plan = $"plan-{Guid.NewGuid():N}";

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Every_endpoint_that_wants_the_type_gets_a_delivery()
    {
        await _desk.Make(new(Url), "all");
        await _desk.Make(new(Url, Types: [AlertTypes.BalanceBelow, AlertTypes.TopUpFailed]), "some");
        await _desk.Make(new(Url, Types: [AlertTypes.TopUpFailed]), "others");

        await _desk.Tell(_desk.Event());

        (await _desk.All()).Select(delivery => delivery.EndpointId).ShouldBe(["all", "some"], ignoreOrder: true);
        (await _desk.TakeMessages()).ShouldBe(2);
    }

    [Fact]
    public async Task The_deployments_endpoints_are_told_of_the_accounts_on_their_plan()
    {
        await _desk.Make(new(Url, Plan: _plan), _plan, AlertOwner.Deployment);

        await _desk.Tell(_desk.Event("17", plan: _plan), _desk.Event("18", plan: "another"), _desk.Event("19"));
        await _desk.Endpoints.Remove(AlertOwner.Deployment, _plan, None);

        (await _desk.All(AlertOwner.Deployment)).Where(delivery => delivery.EndpointId == _plan).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(delivery => delivery.EventId.ShouldBe($"{_desk.Account}-17"), delivery => delivery.Account.ShouldBe(_desk.Account));
    }

    [Fact]
    public async Task Another_account_is_told_nothing()
    {
        using var other = new AlertDesk(storage);
        await _desk.Make(new(Url));
        await other.Make(new(Url));

        await _desk.Tell(_desk.Event());

        (await other.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_told_again_and_at_once_by_many_is_one_delivery()
    {
        await _desk.Make(new(Url));
        var told = _desk.Event();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _desk.Tell(told, told)));
        _desk.Clock.Advance(TimeSpan.FromMinutes(5));
        await _desk.Tell(told with { Time = told.Time.AddMinutes(1) });

        (await _desk.Only()).EventId.ShouldBe(told.Id);
        (await _desk.TakeMessages()).ShouldBe(1);
    }

    [Fact]
    public async Task Of_the_tests_of_a_minute_one_is_sent()
    {
        var endpoint = await _desk.Make(new(Url));

        var first = await _desk.Dispatch.Ping(endpoint, None);
        _desk.Clock.Advance(TimeSpan.FromSeconds(59));
        (await _desk.Dispatch.Ping(endpoint, None)).Id.ShouldBe(first.Id);
        _desk.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _desk.Dispatch.Ping(endpoint, None)).Id.ShouldNotBe(first.Id);

        (await _desk.TakeMessages()).ShouldBe(2);
    }

    [Fact]
    public async Task Each_endpoint_has_tests_of_its_own()
    {
        var pings = await Task.WhenAll(new[] { await _desk.Make(new(Url), "one"), await _desk.Make(new(Url), "two") }.Select(endpoint => _desk.Dispatch.Ping(endpoint, None)));

        pings.Select(ping => ping.EventId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_should_have_been_tried_long_ago_is_put_on_the_queue_when_it_is_told_again()
    {
        await _desk.Make(new(Url));
        var told = _desk.Event();
        await _desk.Tell(told);
        await _desk.TakeMessages();

        _desk.Clock.Advance(AlertDispatch.Patience);
        await _desk.Tell(told);

        (await _desk.TakeMessages()).ShouldBe(1);
        await _desk.Only();
    }

    [Fact]
    public async Task A_disabled_endpoint_sees_what_it_missed()
    {
        await _desk.Make(new(Url));
        await _desk.Endpoints.Change(_desk.Owner, "hook", seen => seen!.Endpoint.Disabled(DisableReasons.Failing, _desk.Clock.GetUtcNow()), None);
        _desk.Catalogue.Forget(_desk.Owner);

        await _desk.Tell(_desk.Event());

        var delivery = await _desk.Only();
        (delivery.State, delivery.Reason).ShouldBe((DeliveryState.Failed, DeliveryReasons.EndpointDisabled));
        (await _desk.TakeMessages()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_older_than_deliveries_are_kept_is_not_told()
    {
        await _desk.Make(new(Url));

        await _desk.Tell(_desk.Event() with { Time = _desk.Clock.GetUtcNow() - Delivery.Retention - TimeSpan.FromSeconds(1) });

        (await _desk.All()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("acme-17", "balance")]
    [InlineData("", AlertTypes.BalanceBelow)]
    [InlineData("two words", AlertTypes.BalanceBelow)]
    [InlineData("a~b", AlertTypes.BalanceBelow)]
    public async Task What_is_no_alert_is_a_mistake_of_the_program(string id, string type) =>
        await Should.ThrowAsync<ArgumentException>(_desk.Tell(_desk.Event() with { Id = id, Type = type }));

    [Fact]
    public async Task Somebody_listens_from_the_first_endpoint_on_which_counts_within_two_seconds()
    {
        (await IsAnybodyListening(_plan)).ShouldBeFalse();
        await _desk.Endpoints.Change(_desk.Owner, "hook", _ => new AlertEndpointRequest(Url).ToEndpoint(_desk.Owner, "hook", before: null), None);
        (await IsAnybodyListening(_plan)).ShouldBeFalse("no store is asked for every commit");

        _desk.Clock.Advance(AlertEndpointCatalogue.Freshness);

        (await IsAnybodyListening(_plan)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_deployment_listens_to_the_accounts_on_its_plan()
    {
        await _desk.Make(new(Url, Plan: _plan), _plan, AlertOwner.Deployment);

        var (onPlan, onNone) = (await IsAnybodyListening(_plan), await IsAnybodyListening(null));
        await _desk.Endpoints.Remove(AlertOwner.Deployment, _plan, None);

        (onPlan, onNone).ShouldBe((true, false));
    }

    [Fact]
    public async Task Of_an_account_that_never_had_endpoints_only_the_deployment_is_asked_whether_it_listens()
    {
        await _desk.Make(new(Url, Plan: _plan), _plan, AlertOwner.Deployment);

        var (onPlan, onNone) = (await IsAnybodyListening(_plan, neverHadEndpoints: true), await IsAnybodyListening(null, neverHadEndpoints: true));
        await _desk.Endpoints.Remove(AlertOwner.Deployment, _plan, None);

        (onPlan, onNone).ShouldBe((true, false));
    }

    private ValueTask<bool> IsAnybodyListening(string? plan, bool neverHadEndpoints = false) => _desk.Dispatch.IsAnybodyListening(_desk.Account, plan, neverHadEndpoints, None);
}
