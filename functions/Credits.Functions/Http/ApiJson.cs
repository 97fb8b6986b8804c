using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Credits.UsageDays;

namespace Credits.Functions.Http;

/// <summary>The API's JSON: camel case, credits as decimal numbers, times in UTC, unknown properties refused.</summary>
public static class ApiJson
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // application/json is never markup
            Converters = { new CreditsConverter(), new SumConverter(), new TimeConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseNullItems } },
        };
        options.MakeReadOnly();
        return options;
    }

    // Nullable annotations are respected for properties, but not for the items of a list; nothing here takes a list of perhaps nothing.
    private static void RefuseNullItems(JsonTypeInfo type)
    {
        if (type is not { Kind: JsonTypeInfoKind.Enumerable, ElementType: { IsValueType: false } }) return;

        type.OnDeserialized = list =>
        {
            var index = 0;
            foreach (var item in (IEnumerable)list)
            {
                if (item is null) throw new NullItemException(index);
                index++;
            }
        };
    }

    /// <summary>An item of a list is null. It is found when the list is whole, so that the path ends with the number of its items.</summary>
    internal sealed class NullItemException(int index) : JsonException("Must not be null.")
    {
        /// <summary>The path of the item itself.</summary>
        public string ItemPath => $"{(Path!.EndsWith(']') ? Path[..Path.LastIndexOf('[')] : Path)}[{index}]";
    }

    private sealed class CreditsConverter : JsonConverter<Credits>
    {
        public override Credits Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && Credits.TryParse(Encoding.UTF8.GetString(reader.ValueSpan), out var amount)
                ? amount
                : throw new JsonException($"An amount of credits is a number with at most 6 decimals within ±{Credits.Max}.");

        public override void Write(Utf8JsonWriter writer, Credits value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString(), skipInputValidation: true);
    }

    private sealed class SumConverter : JsonConverter<ExactSum>
    {
        public override ExactSum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException("A sum is only answered.");

        public override void Write(Utf8JsonWriter writer, ExactSum value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString(), skipInputValidation: true);
    }

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var time)
                ? time
                : throw new JsonException("A time is written as RFC 3339 with an offset, such as 2026-01-31T12:00:00Z.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Rfc3339.Write(value));
    }
}
