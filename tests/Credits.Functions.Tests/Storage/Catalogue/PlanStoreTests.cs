using Credits.Functions.Storage.Catalogue;
using Credits.Limits;
using Credits.Plans;
using Credits.Rating;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

[Collection(RunningStorage.Collection)]
public sealed class PlanStoreTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PlanStore _store = new(storage.Tables);
    private readonly string _id = $"plan:{Guid.NewGuid():N}@+";

    [Fact]
    public async Task A_plan_that_nobody_made_is_not_there() => (await _store.Find(_id, None)).ShouldBeNull();

    [Fact]
    public async Task A_plan_reads_back_with_the_tag_it_was_given()
    {
        var plan = Full(_id);

        var tag = await _store.Save(plan, ifMatch: null, None);

        var stored = (await _store.Find(_id, None)).ShouldNotBeNull();
        stored.ETag.ShouldBe(tag);
        stored.Plan.ShouldBe(plan);
        (await _store.List(None)).ShouldContain(plan);
    }

    [Fact]
    public async Task A_plan_put_before_a_rule_that_it_breaks_still_counts()
    {
        var plan = new Plan(_id) { Fallbacks = [new("", "")] };
        await _store.Save(plan, ifMatch: null, None);

        (await _store.Find(_id, None)).ShouldNotBeNull().Plan.ShouldBe(plan);
    }

    [Fact]
    public async Task A_plan_that_has_changed_since_is_not_overwritten()
    {
        var seen = await _store.Save(new(_id), ifMatch: null, None);
        await _store.Save(Full(_id), ifMatch: seen, None);

        (await _store.Save(new(_id), ifMatch: seen, None)).ShouldBeNull();
        (await _store.Save(new(_id), ifMatch: "\"abc\"", None)).ShouldBeNull();
        (await _store.Find(_id, None))!.Plan.ShouldBe(Full(_id));
    }

    [Fact]
    public async Task The_tag_of_any_plan_matches_only_one_that_exists()
    {
        (await _store.Save(new(_id), ifMatch: "*", None)).ShouldBeNull();
        await _store.Save(new(_id), ifMatch: null, None);
        (await _store.Save(new(_id), ifMatch: "*", None)).ShouldNotBeNull();
    }

    private static Plan Full(string id) => new(id)
    {
        Name = "Größe 😀",
        RateCard = "pro",
        Overrides = [RateOverride.Multiply("chat", new(123_456)), RateOverride.Replace(new() { Meter = "image", Components = [new("n", Credits.Of(1)) { Included = Quantity.One }] })],
        Limits = new()
        {
            Policy = LimitPolicy.Block,
            OverdraftLimit = Credits.Max,
            CapturesBeyondHold = false,
            Caps = [new(new("chat", null, EachMember: true), CapWindow.Week, Credits.FromMillionths(1), SetBy.Plan), new(default, CapWindow.Month, Credits.Zero, SetBy.Plan)],
        },
        Fallbacks = [new("chat", "use model small") { Conditions = [Condition.EqualTo("model", "large")] }],
    };
}
