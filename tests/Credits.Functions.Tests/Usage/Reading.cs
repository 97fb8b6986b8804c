using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Credits.Events;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Functions.Usage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Credits.Functions.Tests.Usage;

/// <summary>A reader at noon that remembers events for 35 days and lets senders' clocks run five minutes ahead.</summary>
internal static class Reading
{
    public static readonly ImmutableDictionary<string, string> NoProperties = ImmutableDictionary<string, string>.Empty;

    public static CloudEventReader Reader { get; } = new(
        Options.Create(new UsageOptions { ClockSkew = TimeSpan.FromMinutes(5) }),
        Options.Create(new AccountStoreOptions { DedupeWindow = TimeSpan.FromDays(35) }),
        new FakeTimeProvider(Given.Noon));

    public static List<ReceivedEvent> All(byte[] body, ImmutableDictionary<string, string>? properties = null) => [.. Reader.Read(body, properties ?? NoProperties)];

    public static ReceivedEvent One(string body, ImmutableDictionary<string, string>? properties = null) =>
        All(Encoding.UTF8.GetBytes(body), properties).ShouldHaveSingleItem();

    public static ReceivedEvent One(JsonNode body) => One(body.ToJsonString());

    /// <summary>The event that was read, or a failure that says why it was not.</summary>
    public static UsageEvent ShouldBeRead(this ReceivedEvent received)
    {
        received.Refusal.ShouldBeNull();
        return received.Event.ShouldNotBeNull();
    }

    public static string ShouldBeRefused(this ReceivedEvent received, string code)
    {
        received.Event.ShouldBeNull();
        received.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        return received.Refusal.Detail;
    }
}
