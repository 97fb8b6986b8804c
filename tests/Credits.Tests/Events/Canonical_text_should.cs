using Credits.Events;

namespace Credits.Tests.Events;

public sealed class Canonical_text_should
{
    [Fact]
    public void Not_depend_on_the_order_of_properties_nor_on_spacing_at_any_level() =>
        Json.Sample((json, shuffled) =>
        {
            var data = Given.Data(json);

            Given.Data(shuffled).ShouldBe(data);
            EventData.Parse(data.Canonical).ShouldBe(data);
            EventData.Parse(data.Canonical).Canonical.ShouldBe(data.Canonical);
        });

    /// <summary>The same generated object twice, the second with every object's properties in another order and other spacing.</summary>
    private static readonly Gen<(string, string)> Json =
        Gen.Recursive<Node>((depth, node) => depth >= 3
            ? Leaf
            : Gen.OneOf(
                Leaf,
                Gen.OneOfConst("a", "b", "c", "d", "é", "x.y").Array[0, 4].SelectMany(names => node.Array[names.Length].Select(nodes =>
                    new Node("", [.. names.Distinct().Zip(nodes)], []))),
                node.Array[0, 3].Select(items => new Node("", null, items))))
        .Array[1, 4].Select(nodes => new Node("", [.. nodes.Select((node, i) => ($"p{i}", node))], []))
        .Select(node => (node.Write(reversed: false), node.Write(reversed: true)));

    private static Gen<Node> Leaf =>
        Gen.OneOfConst("1", "-2.50", "1e3", "true", "false", "\"text\"", "\"\\\"quoted\\\"\"", "\"\\u00e9\"").Select(json => new Node(json, null, null));

    private sealed record Node(string Json, (string Name, Node Value)[]? Properties, Node[]? Items)
    {
        public string Write(bool reversed)
        {
            var space = reversed ? " " : "";
            if (Properties is { } properties)
            {
                var written = properties.Select(property => $"{space}\"{property.Name}\"{space}:{property.Value.Write(reversed)}");
                return $"{{{string.Join(',', reversed ? written.Reverse() : written)}}}";
            }

            return Items is { } items ? $"[{space}{string.Join($"{space},", items.Select(item => item.Write(reversed)))}]" : Json;
        }
    }
}
