using System.Text.Json;

namespace Credits.Events;

/// <summary>One property of an event's flattened data: text as it is, everything else as canonical JSON.</summary>
internal sealed record EventProperty(string Path, JsonValueKind Kind, string Text);
