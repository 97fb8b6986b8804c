using System.Text;
using Credits.Functions.Tests.Building;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Usage;

/// <summary>A message is whatever a sender sends: each is read or refused, none stops the partition.</summary>
public sealed class AnyMessageTests
{
    private static readonly byte[][] Fragments =
    [
        [], [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], "\\"u8.ToArray(), "\\ud800"u8.ToArray(), "\\udfff"u8.ToArray(), "\\u0000"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "[]"u8.ToArray(), "null"u8.ToArray(), "1e999"u8.ToArray(), "\"\\ud800\":1,"u8.ToArray(), "\"id\":\"x\","u8.ToArray(), "😀"u8.ToArray(), "{\"a\":{\"a.b\":[{}]}},"u8.ToArray(),
    ];

    private static readonly byte[][] Messages =
    [
        Envelope.Of(data: """{"tokens":12,"nested":{"list":[1,"x",{"y":null}]}}""").Bytes(),
        Encoding.UTF8.GetBytes($"[{Envelope.Of(id: "e1").ToJsonString()},{Envelope.Of(id: "e2").ToJsonString()}]"),
    ];

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.OneOfConst(Messages),
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 3], Gen.OneOfConst(Fragments), (at, removed, added) => (at, removed, added)).Array[1, 4],
        (message, changes) => changes.Aggregate(message, (bytes, change) =>
        {
            var at = Math.Min(change.at, bytes.Length);
            return [.. bytes[..at], .. change.added, .. bytes[Math.Min(at + change.removed, bytes.Length)..]];
        }));

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(ShouldBeSettled);

    [Fact]
    public void Any_change_of_an_event_is_read_or_refused() => Mutated.Sample(ShouldBeSettled, iter: 20_000);

    [Fact]
    public void Any_attributes_of_a_binary_event_are_read_or_refused() =>
        Gen.Select(Gen.Char['\0', '\uFFFF'].Array[0, 300].Select(text => new string(text)).Array[6], Mutated).Sample((texts, body) =>
        {
            string[] names = ["id", "source", "type", "subject", "time", "datacontenttype"];
            var properties = Reading.NoProperties.Add("ce-specversion", "1.0").AddRange(names.Zip(texts, KeyValuePair.Create));

            foreach (var read in Reading.All(body, properties)) (read.Event is null).ShouldBe(read.Refusal is not null);
        });

    private static void ShouldBeSettled(byte[] message)
    {
        var read = Reading.All(message);

        read.ShouldNotBeEmpty();
        read.Select(item => item.Index).ShouldBe(Enumerable.Range(0, read.Count));
        foreach (var item in read) (item.Event is null).ShouldBe(item.Refusal is not null);
    }
}
