using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Alerts;

[Collection(RunningStorage.Collection)]
public sealed class AlertEndpointStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly AlertEndpointStore _store = new(storage.Tables);
    private readonly AlertOwner _owner = AlertOwner.Of(Given.NewAccount());

    [Fact]
    public async Task An_endpoint_reads_back_as_it_was_written()
    {
        var endpoint = New() with { Types = ["balance.below", "cap.reached"], Plan = "pro", Description = "pager", FailingSince = Given.Noon };
        endpoint = endpoint.Rotated("whsec_second", Given.Noon).Disabled(DisableReasons.Failing, Given.Noon);

        var stored = await _store.Change(_owner, "hook", _ => endpoint, None);

        var found = (await _store.Find(_owner, "hook", None))!;
        found.ETag.ShouldBe(stored!.ETag);
        found.Endpoint.Types.ShouldBe(endpoint.Types);
        (found.Endpoint with { Types = endpoint.Types }).ShouldBe(endpoint);
        (await _store.List(_owner, None)).ShouldHaveSingleItem().Id.ShouldBe("hook");
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_made()
    {
        await _store.Change(_owner, "hook", _ => New() with { Description = "" }, None);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _store.Change(_owner, "hook", seen => seen!.Endpoint with { Description = seen.Endpoint.Description + "x" }, None)));

        (await _store.Find(_owner, "hook", None))!.Endpoint.Description.ShouldBe("xxxxxx");
    }

    [Fact]
    public async Task A_removed_endpoint_is_gone()
    {
        await _store.Change(_owner, "hook", _ => New(), None);

        (await _store.Remove(_owner, "hook", None)).ShouldBeTrue();

        (await _store.Remove(_owner, "hook", None)).ShouldBeFalse();
        (await _store.Find(_owner, "hook", None)).ShouldBeNull();
    }

    [Fact]
    public void What_is_logged_of_an_endpoint_names_neither_secret_nor_address() => $"{new StoredAlertEndpoint(New(), "tag")}".ShouldSatisfyAllConditions(
        text => text.ShouldContain("hook"), text => text.ShouldNotContain("whsec_"), text => text.ShouldNotContain("https"));

    private AlertEndpoint New() => new() { Owner = _owner, Id = "hook", Url = "https://acme.example/hook", Secret = "whsec_first" };
}
