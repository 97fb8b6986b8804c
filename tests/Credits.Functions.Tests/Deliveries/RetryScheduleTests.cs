using Credits.Functions.Alerts;
using Credits.Functions.Deliveries;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Deliveries;

public sealed class RetryScheduleTests
{
    [Fact]
    public void Pauses_grow_from_seconds_to_hours_and_end_after_six() =>
        Enumerable.Range(1, 7).Select(attempt => RetrySchedule.PauseAfter(attempt, chance: 0, AlertOptions.DefaultRetryBase)).ShouldBe(
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), null,
        ]);

    [Fact]
    public void Chance_adds_up_to_a_tenth() =>
        RetrySchedule.PauseAfter(2, chance: 1, AlertOptions.DefaultRetryBase).ShouldBe(TimeSpan.FromMinutes(5.5));

    [Fact]
    public void All_pauses_are_in_proportion_to_the_first() =>
        RetrySchedule.PauseAfter(3, chance: 0, TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromMinutes(6));
}
