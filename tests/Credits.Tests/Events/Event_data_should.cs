using System.Text;
using System.Text.Json;
using Credits.Events;

namespace Credits.Tests.Events;

public sealed class Event_data_should
{
    [Theory]
    [InlineData("""{"model":"large","inputTokens":374}""")]
    [InlineData("""{"inputTokens":374,"model":"large"}""")]
    [InlineData("""{ "inputTokens" : 374 , "model":"l\u0061rge", "note": null, "extra": {} }""")]
    public void Have_one_text_whatever_the_order_and_spacing(string json) =>
        Given.Data(json).Canonical.ShouldBe("""{"inputTokens":374,"model":"large"}""");

    [Theory]
    [InlineData("""{"usage":{"input":{"tokens":374}}}""")]
    [InlineData("""{"usage":{"input.tokens":374}}""")]
    [InlineData("""{"usage.input.tokens":374}""")]
    public void Reach_nested_properties_by_dotted_paths(string json)
    {
        Given.Data(json).TryGetNumber("usage.input.tokens", out var digits).ShouldBeTrue();
        digits.ShouldBe("374");
        Given.Data(json).Canonical.ShouldBe("""{"usage.input.tokens":374}""");
    }

    [Theory]
    [InlineData("1e3")]
    [InlineData("1E400")]
    [InlineData("-0")]
    [InlineData("0.1000000")]
    [InlineData("12345678901234567890.12345678901234567890")]
    [InlineData("0.1")]
    public void Keep_the_senders_digits(string digits)
    {
        var data = Given.Data($$"""{"quantity":{{digits}}}""");

        data.TryGetNumber("quantity", out var kept).ShouldBeTrue();
        kept.ShouldBe(digits);
        EventData.Parse(data.Canonical).ShouldBe(data);
    }

    [Theory]
    [InlineData("text", "large")]
    [InlineData("number", "4.50")]
    [InlineData("yes", "true")]
    [InlineData("no", "false")]
    [InlineData("list", "[1,2]")]
    [InlineData("empty", "")]
    [InlineData("nothing", null)]
    [InlineData("object", null)]
    [InlineData("absent", null)]
    [InlineData("TEXT", null)]
    public void Give_dimensions_as_conditions_compare_them(string path, string? value) =>
        Given.Data("""{"text":"large","number":4.50,"yes":true,"no":false,"list":[1, 2],"empty":"","nothing":null,"object":{"a":1}}""")
            .Dimension(path).ShouldBe(value);

    [Fact]
    public void Not_take_text_for_a_number() => Given.Data("""{"tokens":"374"}""").TryGetNumber("tokens", out _).ShouldBeFalse();

    [Theory]
    [InlineData("""{"tags":[ "a" , { "y":1, "x":[ ] } ]}""")]
    [InlineData("""{"tags":["\u0061",{"x":[],"y":1}]}""")]
    public void Have_one_text_for_a_list_too(string json) => Given.Data(json).Canonical.ShouldBe("""{"tags":["a",{"x":[],"y":1}]}""");

    [Fact]
    public void Keep_a_lists_order() => Given.Data("""{"tags":["b","a"]}""").ShouldNotBe(Given.Data("""{"tags":["a","b"]}"""));

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "'a'")]
    [InlineData("""{"a":1,"a":1}""", "'a'")]
    [InlineData("""{"a":1,"a":null}""", "'a'")]
    [InlineData("""{"a":null,"a":1}""", "'a'")]
    [InlineData("""{"a":{"b":1},"a":{"c":2}}""", "'a'")]
    [InlineData("""{"a":{"b":1},"a.b":2}""", "'a.b'")]
    [InlineData("""{"list":[{"a":1,"a":2}]}""", "'a'")]
    public void Refuse_a_property_that_is_there_twice(string json, string path) => Fault(json).ShouldBe($"'data' has {path} twice.");

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    public void Refuse_what_is_no_object(string json) => Fault(json).ShouldBe("'data' must be a JSON object of quantities and dimensions.");

    [Fact]
    public void Be_none_when_data_is_null_or_absent()
    {
        Given.Data("null").ShouldBe(EventData.None);
        EventData.TryRead(default, out var absent, out _).ShouldBeTrue();
        absent.ShouldBe(EventData.None);
        Given.Data("{}").ShouldBe(EventData.None);
    }

    [Fact]
    public void Hold_64_properties_and_refuse_one_more()
    {
        Given.Data(Properties(64)).Dimension("p63").ShouldBe("63");
        Fault(Properties(65)).ShouldBe("'data' has more than 64 properties.");

        static string Properties(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":{i}"))}}}";
    }

    [Fact]
    public void Hold_8_kilobytes_and_refuse_one_byte_more()
    {
        const int overhead = 8; // {"p":""}

        Given.Data($$"""{"p":"{{new string('x', EventData.MaxBytes - overhead)}}"}""").Canonical.Length.ShouldBe(EventData.MaxBytes);
        Fault($$"""{"p":"{{new string('x', EventData.MaxBytes - overhead + 1)}}"}""").ShouldBe("'data' takes 8193 bytes; at most 8192 are allowed.");
    }

    [Fact]
    public void Measure_bytes_not_characters() =>
        Fault($$"""{"p":"{{new string('東', EventData.MaxBytes / 3)}}"}""").ShouldBe("'data' takes 8198 bytes; at most 8192 are allowed.");

    [Theory]
    [InlineData("""{"n":""", "1", "}")]
    [InlineData("[", "", "]")]
    public void Nest_8_levels_and_refuse_one_more(string open, string inner, string close)
    {
        Given.Data($$"""{"n":{{Nested(EventData.MaxDepth - 1)}}}""").ShouldNotBe(EventData.None);
        Fault($$"""{"n":{{Nested(EventData.MaxDepth)}}}""").ShouldEndWith("is nested deeper than 8 levels.");

        string Nested(int levels) => string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
    }

    [Fact]
    public void Keep_any_well_formed_text() =>
        Gen.String[Gen.Char, 0, 20].Where(IsWellFormed).Sample(text =>
        {
            var data = Given.Data(JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text, ["name" + text] = "x" }));

            data.Dimension("text").ShouldBe(text);
            data.Dimension("name" + text).ShouldBe("x");
            EventData.Parse(data.Canonical).ShouldBe(data);
        });

    [Theory]
    [InlineData("""{"model":"\ud800"}""", "'data.model' is text that is not valid Unicode; send well-formed UTF-8.")]
    [InlineData("""{"a":{"model":"\udc00\ud800"}}""", "'data.a.model' is text that is not valid Unicode; send well-formed UTF-8.")]
    [InlineData("""{"tags":["\ud800"]}""", "'data.tags' is text that is not valid Unicode; send well-formed UTF-8.")]
    [InlineData("""{"\ud800":1}""", "'data' has a property name that is not valid Unicode; send well-formed UTF-8.")]
    [InlineData("""{"a":{"\ud800":1}}""", "'data' has a property name that is not valid Unicode in 'a'; send well-formed UTF-8.")]
    public void Refuse_half_a_surrogate_pair_instead_of_failing_the_batch(string json, string fault) => Fault(json).ShouldBe(fault);

    [Theory]
    [InlineData("{\"a\":\"?\"}")]
    [InlineData("{\"a\":[\"?\"]}")]
    [InlineData("{\"?\":1}")]
    public void Refuse_broken_utf8_instead_of_failing_the_batch(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[bytes.IndexOf((byte)'?')] = 0xFF;
        using var document = JsonDocument.Parse(bytes);

        EventData.TryRead(document.RootElement, out _, out var fault).ShouldBeFalse();

        fault.ShouldContain("not valid Unicode");
    }

    [Fact]
    public void Quote_only_the_beginning_of_an_endless_name_in_a_fault()
    {
        var name = new string('x', 100_000);

        Fault($$"""{"{{name}}":1,"{{name}}":2}""").Length.ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("""{"b":1,"a":2}""")]
    [InlineData("""{ "a":1}""")]
    [InlineData("""{"a":{"b":1}}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("not json")]
    [InlineData("")]
    public void Not_parse_back_a_text_that_it_did_not_write(string text) => Should.Throw<FormatException>(() => EventData.Parse(text));

    [Theory]
    [InlineData("""{"prompt": "my secret"}""")]
    [InlineData("""{"prompt":"my secret""")]
    public void Not_be_quoted_where_it_was_altered_since_that_may_be_logged(string altered) =>
        Should.Throw<FormatException>(() => EventData.Parse(altered)).ToString().ShouldNotContain("my secret");

    private static string Fault(string json)
    {
        Given.TryData(json, out var data, out var fault).ShouldBeFalse();
        data.ShouldBe(EventData.None);
        return fault;
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar) return false;

        return true;
    }
}
