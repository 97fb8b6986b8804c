using System.Reflection;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Http;

public sealed class AccessRulesTests
{
    // They change nothing, whatever their method says.
    private static readonly string[] OnlyAsk = ["PostEstimate", "SimulateRateCard"];

    // Their signature is the key.
    private static readonly string[] SignedByTheSender = ["PostStripeWebhook"];

    private static readonly AccessRules Rules = new();

    public static TheoryData<string> HttpFunctions => [.. Functions(over: typeof(HttpTriggerAttribute))];

    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void Every_HTTP_function_has_a_rule(string function)
    {
        Rules.Covers(function).ShouldBeTrue();

        if (Rules.ScopeFor(function) is { } scope) Scopes.All.ShouldContain(scope);
    }

    [Fact]
    public void Only_what_must_be_reached_without_a_key_is_public() =>
        Functions(over: typeof(HttpTriggerAttribute)).Where(function => Rules.ScopeFor(function) is null).ShouldBe(["GetHealth", "GetOpenApi", "GetDocs", "PostStripeWebhook"], ignoreOrder: true);

    [Fact]
    public void What_writes_asks_for_more_than_reading() =>
        Functions(over: typeof(HttpTriggerAttribute)).Where(function => !function.StartsWith("Get", StringComparison.Ordinal) && !OnlyAsk.Contains(function) && !SignedByTheSender.Contains(function))
            .ShouldAllBe(function => Rules.ScopeFor(function)!.EndsWith(":write") || Rules.ScopeFor(function) == Scopes.PromoCodesRedeem);

    [Fact]
    public void An_estimate_and_a_simulation_are_POSTs_for_their_bodies_alone_and_so_ask_for_no_more_than_reading()
    {
        Rules.ScopeFor("PostEstimate").ShouldBe(Scopes.ChecksRead);
        Rules.ScopeFor("GetCheck").ShouldBe(Scopes.ChecksRead);
        Rules.ScopeFor("SimulateRateCard").ShouldBe(Scopes.RateCardsRead);
    }

    [Fact]
    public void A_function_that_is_not_called_over_HTTP_needs_none() => Rules.Covers("Usage").ShouldBeFalse();

    [Fact]
    public void A_function_that_is_not_known_has_none() => Should.Throw<KeyNotFoundException>(() => Rules.ScopeFor("Usage"));

    [Theory]
    [InlineData(typeof(Unguarded))]
    [InlineData(typeof(GuardedTwice))]
    [InlineData(typeof(GuardedByATypo))]
    public void A_function_without_exactly_one_known_rule_stops_the_start(Type functions) =>
        Should.Throw<InvalidOperationException>(() => new AccessRules([functions])).Message
            .ShouldBe($"{functions}.Run must have either [RequiresScope] with a known scope or [Public].");

    private static IEnumerable<string> Functions(Type over) =>
        from type in typeof(AccessRules).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetParameters().Any(parameter => parameter.GetCustomAttribute(over) is not null)
        select method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private sealed class Unguarded
    {
        [Function("Unguarded")]
        public static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }

    private sealed class GuardedTwice
    {
        [Function("GuardedTwice"), Public, RequiresScope(Scopes.EventsWrite)]
        public static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }

    private sealed class GuardedByATypo
    {
        [Function("GuardedByATypo"), RequiresScope("events:wirte")]
        public static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }
}
