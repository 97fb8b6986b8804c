using System.Collections.Immutable;
using Credits.Events;
using Credits.Rating;

namespace Credits.Tests.Building;

/// <summary>Generates rates and the events that may meet them, with names and values from small sets, so that they often do.</summary>
internal static class AnyRateCard
{
    /// <summary>What dimensions are called, and every value that makes a difference to the conditions below.</summary>
    public static readonly string[] Dimensions = ["model", "region"], Values = ["g", "gp", "gpt", "gpt-4", "x", ""];

    /// <summary>In millionths, with the ends of the range.</summary>
    public static Gen<long> Quantity { get; } =
        Gen.OneOf(Gen.Long[0, 5_000_000], Gen.Long[0, 1_000_000_000_000_000_000], Gen.OneOfConst(0L, 1, 1_000_000_000_000_000_000));

    public static Gen<Component> Component { get; } = Gen.Select(
        Gen.OneOfConst("a", "b", "c", null),
        Gen.OneOf(Gen.Long[0, 5_000_000], Gen.Long[0, Credits.Max.Millionths], Gen.OneOfConst(0L, 1, Credits.Max.Millionths)),
        Gen.OneOf(Gen.OneOfConst(1L, 2, 3, 8, 1_000, 1_000_000, global::Credits.Rating.Component.MaxPer), Gen.Long[1, global::Credits.Rating.Component.MaxPer]),
        (quantity, millionths, per) => new Component(quantity, Credits.FromMillionths(millionths), per));

    private static readonly Gen<Condition> Condition = Gen.OneOfConst(Dimensions).SelectMany(dimension => Gen.OneOf(
        Gen.OneOfConst(Values).Select(value => global::Credits.Rating.Condition.EqualTo(dimension, value)),
        Gen.OneOfConst(Values).Array[1, 3].Select(values => global::Credits.Rating.Condition.In(dimension, values)),
        Gen.OneOfConst("g", "gp", "gpt", "x").Select(prefix => global::Credits.Rating.Condition.StartsWith(dimension, prefix))));

    /// <summary>A few rates for a few meters, without faults but, perhaps, ambiguities.</summary>
    public static Gen<ImmutableArray<Rate>> Rates { get; } = Gen.Select(
        Gen.OneOfConst("llm.call", "llm.call", "image"),
        Condition.Array[0, 3],
        Component.Array[1, 2],
        (meter, conditions, components) => new Rate
        {
            Meter = meter,
            Conditions = [.. conditions.DistinctBy(condition => condition.Dimension)],
            Components = [.. components],
        }).Array[1, 5].Select(rates => rates.ToImmutableArray());

    /// <summary>An event whose data may be anything: dimensions, quantities, or neither.</summary>
    public static Gen<UsageEvent> Event { get; } = Gen.Select(
        Gen.OneOfConst("llm.call", "image", "video"),
        Gen.Select(
            Gen.OneOfConst("model", "region", "a", "b", "c"),
            Gen.OneOfConst("1", "0", "-1", "1e3", "1E400", "1e-400", "-0", "0.1000000", "12345678901234567890.12345678901234567890123", "1000000000000",
                "true", "[1]", "null", "{}", "\"g\"", "\"gpt\"", "\"gpt-4\"", "\"x\"", "\"\""),
            (name, value) => (name, value)).Array[0, 6],
        (meter, properties) => Given.Event($"{{{string.Join(',', properties.DistinctBy(p => p.name).Select(p => $"\"{p.name}\":{p.value}"))}}}", meter));
}
