using System.Text;
using Azure.Data.Tables;
using Credits.Functions.Storage.Catalogue;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

public sealed class ChunkedTextTests
{
    private const int MaxCharactersPerProperty = 32 * 1024;

    [Fact]
    public void Text_of_any_length_reads_back_the_same() =>
        Gen.Select(Gen.Int[0, ChunkedText.MaxCharacters], Gen.OneOfConst("a", "é", "😀", "a😀")).Sample((length, unit) =>
        {
            var text = Filled(unit, length);
            var entity = new TableEntity();

            ChunkedText.Write(entity, "text", text);

            ChunkedText.Read(entity, "text").ShouldBe(text);
            entity.Select(property => (string)property.Value).ShouldAllBe(part => part.Length <= MaxCharactersPerProperty && IsWellFormed(part));
        }, iter: 200);

    [Theory]
    [InlineData("a")]
    [InlineData("😀")]
    [InlineData("a😀")]
    public void The_longest_text_fits(string unit)
    {
        var text = Filled(unit, ChunkedText.MaxCharacters);
        var entity = new TableEntity();

        ChunkedText.Write(entity, "text", text);

        ChunkedText.Read(entity, "text").ShouldBe(text);
    }

    [Fact]
    public void Text_that_is_too_long_is_refused_rather_than_cut() =>
        Should.Throw<ArgumentException>(() => ChunkedText.Write(new(), "text", new('a', ChunkedText.MaxCharacters + 1)));

    [Fact]
    public void No_text_is_empty() => ChunkedText.Read(new(), "text").ShouldBe("");

    // Whole units only, so that no pair is cut by the test itself.
    private static string Filled(string unit, int length) => new StringBuilder().Insert(0, unit, length / unit.Length).ToString();

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
}
