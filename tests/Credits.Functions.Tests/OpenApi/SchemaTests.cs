using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Checks;
using Credits.Forecasts;
using Credits.Functions.Events;
using Credits.Functions.Holds;
using Credits.Functions.Http;
using Credits.Functions.Journal;
using Credits.Functions.OpenApi;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Alerts;
using Credits.Functions.Storage.Payments;
using Credits.Functions.StripeWebhooks;
using Credits.Grants;
using Credits.Holds;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Reconciling;
using Credits.Thresholds;
using Credits.UsageDays;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.OpenApi;

/// <summary>The described schemas against the records that are read and written: a view's schema has its name without "View", a request's its whole name.</summary>
public sealed class SchemaTests
{
    private const string View = "View";

    private static readonly Dictionary<string, Type> Written = typeof(OpenApiFunctions).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsClass: true } && type.Namespace != typeof(Answer).Namespace && type.Name.EndsWith(View, StringComparison.Ordinal))
        .Concat([typeof(Problem), typeof(Fault), typeof(EventFault), typeof(EventFaults), typeof(Verification)])
        .ToDictionary(type => type.Name.EndsWith(View, StringComparison.Ordinal) ? type.Name[..^View.Length] : type.Name);

    private static readonly Dictionary<string, Type> Read = typeof(OpenApiFunctions).Assembly.GetTypes()
        .Where(type => type is { IsPublic: true, IsClass: true } && type.Namespace?.Contains(".Storage.", StringComparison.Ordinal) == false && type.Name.EndsWith("Request", StringComparison.Ordinal))
        .ToDictionary(type => type.Name);

    public static TheoryData<string> Views => [.. Written.Keys];

    public static TheoryData<string> Requests => [.. Read.Keys];

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_is_described_as_it_is_written(string name)
    {
        var schema = DescribedApi.Schemas[name].ShouldNotBeNull();

        PropertiesOf(schema).ShouldBe(PropertiesOf(Written[name]), ignoreOrder: true);
        RequiredOf(schema).ShouldBe(AlwaysWritten(Written[name]), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_described_as_it_is_read(string name)
    {
        var schema = DescribedApi.Schemas[name].ShouldNotBeNull();
        var parameters = Read[name].GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();

        PropertiesOf(schema).ShouldBe(PropertiesOf(Read[name]), ignoreOrder: true);
        RequiredOf(schema).ShouldBe(parameters.Where(parameter => !parameter.HasDefaultValue).Select(parameter => NameOf(parameter.Name!)), ignoreOrder: true);
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Enumerations_list_the_values_that_are_written()
    {
        DescribedApi.Constants("GrantKind").ShouldBe(Enum.GetNames<GrantKind>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("GrantState").ShouldBe(Enum.GetNames<global::Credits.Functions.Accounts.GrantState>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("Decision").ShouldBe(Enum.GetNames<Decision>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("CapWindow").ShouldBe(Enum.GetNames<CapWindow>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("SetBy").ShouldBe(Enum.GetNames<SetBy>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("CrossingKind").ShouldBe(Enum.GetNames<CrossingKind>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("CrossingTurn").ShouldBe(Enum.GetNames<CrossingTurn>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("LimitPolicy").ShouldBe(Enum.GetNames<LimitPolicy>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("HoldState").ShouldBe(Enum.GetNames<HoldState>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("HoldEnd").ShouldBe(Enum.GetNames<HoldEnd>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("UsageGrouping").ShouldBe(Enum.GetNames<UsageGrouping>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("ForecastOutcome").ShouldBe(Enum.GetNames<ForecastOutcome>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("PurchaseState").ShouldBe(Enum.GetNames<PurchaseState>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("DeliveryState").ShouldBe(Enum.GetNames<DeliveryState>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("WebhookOutcome").ShouldBe(Enum.GetNames<WebhookOutcome>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("PaymentDifferenceCode").ShouldBe(Enum.GetValues<DifferenceKind>().Select(PaymentDifferenceView.CodeOf), ignoreOrder: true);
        DescribedApi.Constants("SettlementOutcome").ShouldBe(Enum.GetNames<SettlementOutcome>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("RateSource").ShouldBe(Enum.GetNames<RateSource>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("CycleAnchor").ShouldBe(Enum.GetNames<CycleAnchor>().Select(NameOf), ignoreOrder: true);
        DescribedApi.Constants("Proration").ShouldBe(Enum.GetNames<Proration>().Select(NameOf), ignoreOrder: true);
    }

    [Fact]
    public void The_amount_of_credits_has_the_bounds_of_the_code()
    {
        DescribedApi.Schemas["Credits"]!["maximum"]!.GetValue<long>().ShouldBe((long)Credits.Max.ToDecimal());
        DescribedApi.Schemas["Credits"]!["minimum"]!.GetValue<long>().ShouldBe(-(long)Credits.Max.ToDecimal());
    }

    private static IEnumerable<string> PropertiesOf(JsonNode schema) => schema["properties"]!.AsObject().Select(property => property.Key);

    private static IEnumerable<string> PropertiesOf(Type type) =>
        ApiJson.Options.GetTypeInfo(type).Properties.Select(property => property.Name);

    private static IEnumerable<string> RequiredOf(JsonNode schema) => (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>());

    // What is null is left out.
    private static IEnumerable<string> AlwaysWritten(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return type.GetProperties().Where(property => nullability.Create(property).ReadState == NullabilityState.NotNull).Select(property => NameOf(property.Name));
    }

    private static string NameOf(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
