using System.Text.Json;
using System.Text.Json.Serialization;

namespace Credits.Functions.Http;

/// <summary>A property that a request may leave out, which changes nothing, or give as null, which takes away what was set.</summary>
/// <param name="IsGiven">Whether it is there.</param>
/// <param name="Value">The value; null takes the setting away.</param>
[JsonConverter(typeof(SettingConverter))]
public readonly record struct Setting<T>(bool IsGiven, T? Value)
{
    /// <summary>What counts after the request.</summary>
    public T? Or(T? before) => IsGiven ? Value : before;
}

/// <summary>Reads settings.</summary>
public sealed class SettingConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Setting<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Setting<T>>
    {
        public override bool HandleNull => true;

        // The value's own converter, so that a fault has the path of the property.
        public override Setting<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(IsGiven: true, reader.TokenType == JsonTokenType.Null ? default : ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options));

        public override void Write(Utf8JsonWriter writer, Setting<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Value, options);
    }
}
