using Credits.Functions.Storage.Alerts;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Alerts;

[Collection(RunningStorage.Collection)]
public sealed class DeliveryStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DeliveryStore _store = new(storage.Tables);
    private readonly AlertOwner _owner = AlertOwner.Of(Given.NewAccount());

    [Fact]
    public async Task A_delivery_reads_back_as_it_was_written()
    {
        var delivery = Of(1).Taken(Given.Noon).Missed(503, "down", Given.Noon.AddHours(1)).Failed(DeliveryReasons.AttemptsExhausted, Given.Noon) with { Account = AccountId.Parse("acme") };

        (await _store.TryAdd(delivery, None)).ShouldBeTrue();

        (await _store.Find(_owner, delivery.Id, None))!.Delivery.ShouldBe(delivery);
        (await _store.FindId(_owner, delivery.EventId, delivery.EndpointId, None)).ShouldBe(delivery.Id);
    }

    [Fact]
    public async Task There_is_one_delivery_of_an_alert_to_an_endpoint()
    {
        await _store.TryAdd(Of(1), None);

        (await _store.TryAdd(Of(1) with { Id = Delivery.NewId("1", "hook", Given.Noon.AddDays(1)) }, None)).ShouldBeFalse();

        (await List()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_has_changed_since_is_not_overwritten()
    {
        await _store.TryAdd(Of(1), None);
        var seen = (await _store.Find(_owner, Of(1).Id, None))!;
        (await _store.TryReplace(seen, seen.Delivery.Taken(Given.Noon), None)).ShouldBeTrue();

        (await _store.TryReplace(seen, seen.Delivery, None)).ShouldBeFalse();
        (await _store.TryRemove(seen, None)).ShouldBeFalse();

        (await List()).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        for (var i = 1; i <= 5; i++) await _store.TryAdd(Of(i), None);

        var (first, more) = await _store.List(_owner, endpoint: null, state: null, after: null, limit: 3, None);
        var (second, end) = await _store.List(_owner, endpoint: null, state: null, after: first[^1].Id, limit: 3, None);

        first.Concat(second).Select(delivery => delivery.EventId).ShouldBe(["5", "4", "3", "2", "1"]);
        (more, end).ShouldBe((true, false));
    }

    [Fact]
    public async Task A_list_may_be_of_one_endpoint_or_state()
    {
        await _store.TryAdd(Of(1), None);
        await _store.TryAdd(Of(2, endpoint: "other"), None);
        await _store.TryAdd(Of(3).Failed(DeliveryReasons.EndpointGone, Given.Noon), None);

        (await List(endpoint: "hook")).Select(delivery => delivery.EventId).ShouldBe(["3", "1"]);
        (await List(state: DeliveryState.Pending)).Select(delivery => delivery.EventId).ShouldBe(["2", "1"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("once-0123456789abcdef0123456789abcdef")]
    [InlineData("2517300000000000000-0123456789abcdef0123456789abcde'")]
    [InlineData("2517300000000000000/0123456789abcdef0123456789abcdef")]
    public void What_somebody_makes_up_is_no_id(string text) => Delivery.IsId(text).ShouldBeFalse();

    [Fact]
    public void A_message_names_what_it_was_written_for()
    {
        var id = Of(1).Id;

        Delivery.IsId(id).ShouldBeTrue();
        DeliveryMessages.Parse($"{_owner} {id}").ShouldBe((_owner, id));
        DeliveryMessages.Parse($"{AlertOwner.Deployment} {id}").ShouldBe((AlertOwner.Deployment, id));
        Should.Throw<FormatException>(() => DeliveryMessages.Parse("nonsense"));
    }

    private async Task<IReadOnlyList<Delivery>> List(string? endpoint = null, DeliveryState? state = null) => (await _store.List(_owner, endpoint, state, after: null, limit: 100, None)).Deliveries;

    private Delivery Of(int number, string endpoint = "hook") => new()
    {
        Owner = _owner,
        Id = Delivery.NewId($"{number}", endpoint, Given.Noon.AddMinutes(number)),
        EndpointId = endpoint,
        EventId = $"{number}",
        Type = "balance.below",
        Body = "{}",
        CreatedAt = Given.Noon.AddMinutes(number),
        DueAt = Given.Noon.AddMinutes(number),
    };
}
