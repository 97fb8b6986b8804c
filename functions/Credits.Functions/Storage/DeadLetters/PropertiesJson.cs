using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Credits.Functions.Storage.DeadLetters;

[JsonSerializable(typeof(ImmutableDictionary<string, string>))]
internal sealed partial class PropertiesJson : JsonSerializerContext;
