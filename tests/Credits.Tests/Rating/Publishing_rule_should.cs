using Credits.Rating;

namespace Credits.Tests.Rating;

public sealed class Publishing_rule_should
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(5);

    [Fact]
    public void Let_a_first_version_take_effect_at_once_unless_asked_otherwise() => Decided(asked: null, latest: null).ShouldBe(Now);

    [Theory]
    [InlineData(-365 * 24 * 60 * 60)]
    [InlineData(0)]
    [InlineData(365 * 24 * 60 * 60)]
    public void Let_a_first_version_take_effect_at_any_time(int seconds) =>
        Decided(Now.AddSeconds(seconds), latest: null).ShouldBe(Now.AddSeconds(seconds));

    [Fact]
    public void Let_a_later_version_take_effect_after_the_lead_unless_asked_otherwise() => Decided(asked: null, latest: Now.AddDays(-1)).ShouldBe(Now + Lead);

    [Fact]
    public void Let_a_later_version_wait_for_the_version_before_it() => Decided(asked: null, latest: Now.AddDays(1)).ShouldBe(Now.AddDays(1));

    [Fact]
    public void Allow_the_very_end_of_the_lead() => Decided(Now + Lead, latest: Now).ShouldBe(Now + Lead);

    [Fact]
    public void Allow_to_replace_a_version_before_it_takes_effect() => Decided(Now.AddDays(1), latest: Now.AddDays(1)).ShouldBe(Now.AddDays(1));

    [Fact]
    public void Refuse_a_later_version_within_the_lead() => Refused(Now + Lead - TimeSpan.FromTicks(1), latest: Now.AddDays(-1));

    [Fact]
    public void Refuse_a_later_version_in_the_past() => Refused(Now.AddDays(-1), latest: Now.AddDays(-2));

    [Fact]
    public void Refuse_a_version_from_before_the_one_before_it() => Refused(Now.AddHours(1), latest: Now.AddDays(1));

    [Fact]
    public void Never_change_the_price_of_an_event_that_may_have_been_booked() =>
        Gen.Select(Gen.Int[-100, 100], Gen.OneOf(Gen.Int[-100, 100].Select(seconds => (int?)seconds), Gen.Const((int?)null)), Gen.Int[-100, 104]).Sample((latest, asked, eventTime) =>
        {
            var first = Version(1, Now.AddSeconds(latest));
            if (!PublishingRule.TryDecide(asked is { } seconds ? Now.AddSeconds(seconds) : null, Now, Lead, first, out var effectiveFrom, out _)) return;

            var before = new RateCard("default", [first]).InForceAt(Now.AddSeconds(eventTime));
            var after = new RateCard("default", [first, Version(2, effectiveFrom)]).InForceAt(Now.AddSeconds(eventTime));

            if (Now.AddSeconds(eventTime) < Now + Lead) after.ShouldBe(before);
        });

    private static DateTimeOffset Decided(DateTimeOffset? asked, DateTimeOffset? latest)
    {
        PublishingRule.TryDecide(asked, Now, Lead, latest is { } at ? Version(1, at) : null, out var effectiveFrom, out var fault).ShouldBeTrue();
        fault.ShouldBeNull();
        return effectiveFrom;
    }

    private static void Refused(DateTimeOffset asked, DateTimeOffset latest)
    {
        PublishingRule.TryDecide(asked, Now, Lead, Version(1, latest), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().Path.ShouldBe("effectiveFrom");
    }

    private static RateCardVersion Version(int number, DateTimeOffset effectiveFrom) => new("default", number, effectiveFrom, new([Given.Rate("image", new Component(null, Credits.Of(1)))]));
}
