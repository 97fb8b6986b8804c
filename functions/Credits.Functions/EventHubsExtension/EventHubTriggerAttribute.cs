using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

// The namespace of the attribute this one stands in for, so that function code compiles unchanged with either.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Triggers a function by a batch of events from an Event Hub. Compiled only where the package registry lacks the real attribute.</summary>
/// <remarks>
/// Equal to the one of Microsoft.Azure.Functions.Worker.Extensions.EventHubs 6.4.0 in all that reaches the binding metadata. What it lacks is the
/// converter for <c>EventData</c> parameters: take <c>byte[][]</c>, which both bind alike. Without <c>FunctionLevelRetry</c> the SDK's source
/// generator would drop, without an error, every function that carries a retry attribute.
/// </remarks>
/// <param name="eventHubName">The hub's name, or <c>%setting%</c> for the application setting that holds it.</param>
[AttributeUsage(AttributeTargets.Parameter)]
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
internal sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>The hub's name, or <c>%setting%</c>.</summary>
    public string EventHubName { get; } = eventHubName;

    /// <summary>The consumer group; the hub's default one if not set.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>The application setting, or the prefix of settings, that says how to connect to the namespace.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the function takes a batch of events or one event; a batch if not set.</summary>
    /// <remarks>The generator reads this <c>DefaultValue</c>, the one of the Functions abstractions, to emit <c>cardinality: Many</c>.</remarks>
    [DefaultValue(true)]
    public bool IsBatched { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
