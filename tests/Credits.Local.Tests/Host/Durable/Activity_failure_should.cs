using Credits.Local.Host;
using Credits.Local.Host.Durable;
using Shouldly;
using Xunit;

namespace Credits.Local.Tests.Host.Durable;

public sealed class Activity_failure_should
{
    [Fact]
    public void Be_what_the_worker_tells()
    {
        var failure = ActivityFailure.Of(new FunctionFailedException("Charge", """{"errorType":"Stripe.StripeException","errorMessage":"declined","stackTrace":"at Charge"}"""));

        (failure.ErrorType, failure.ErrorMessage, failure.StackTrace).ShouldBe(("Stripe.StripeException", "declined", "at Charge"));
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("{ declined")]
    public void Be_the_message_when_the_worker_tells_no_more(string message) =>
        ActivityFailure.Of(new FunctionFailedException("Charge", message)).ErrorMessage.ShouldBe(message);

    [Fact]
    public void Name_the_function_that_there_is_not() =>
        ActivityFailure.Of(new UnknownFunctionException(ActivityTrigger.Trigger, "Charge", ["Grant"])).ErrorMessage
            .ShouldBe("The function 'Charge' doesn't exist or has no activityTrigger. Those known with one are: Grant.");
}
