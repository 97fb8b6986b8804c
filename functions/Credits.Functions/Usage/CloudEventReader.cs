using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Credits.Events;
using Credits.Functions.Http;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.DeadLetters;
using Credits.Limits;
using Microsoft.Extensions.Options;

namespace Credits.Functions.Usage;

/// <summary>
/// Reads usage events out of messages: CloudEvents 1.0, structured (one JSON event or an array of them) or binary (attributes in the
/// message's properties, data in its body). Whatever can't be read is refused, each event for itself, with the reason.
/// </summary>
public sealed class CloudEventReader(IOptions<UsageOptions> usage, IOptions<AccountStoreOptions> accounts, TimeProvider clock)
{
    private const string HoldPath = "holdId";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly DeadLetterSubject Unreadable = new(null, null, null, null);

    /// <summary>The events of a message, in order; at least one.</summary>
    public IEnumerable<ReceivedEvent> Read(ReadOnlyMemory<byte> body, ImmutableDictionary<string, string> properties)
    {
        var read = ReadMessage(body, properties);
        return EventTrace.OfMessage(properties) is { } trace ? read.Select(item => item.Trace is null ? item with { Trace = trace } : item) : read;
    }

    private List<ReceivedEvent> ReadMessage(ReadOnlyMemory<byte> body, ImmutableDictionary<string, string> properties)
    {
        if (CloudEventAttributes.InBinaryMode(properties) is { } attributes) return [ReadBinary(attributes, body)];

        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Array ? ReadArray(json.RootElement, body) : [ReadEnvelope(json.RootElement, index: 0, body)];
        }
        catch (JsonException e)
        {
            return [Refuse(0, Unreadable, body, RefusalCodes.NotJson, $"The message is not JSON: {e.Message}")];
        }
        catch (InvalidOperationException e)
        {
            // Comparing names to find one that is there twice meets half a surrogate pair in a name while parsing.
            return [Refuse(0, Unreadable, body, RefusalCodes.NotJson, $"The message holds text that is not Unicode: {e.Message}")];
        }
    }

    private List<ReceivedEvent> ReadArray(JsonElement array, ReadOnlyMemory<byte> body)
    {
        var events = new List<ReceivedEvent>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray()) events.Add(ReadEnvelope(item, events.Count, Within(body, item)));

        if (events.Count == 0) events.Add(Refuse(0, Unreadable, body, RefusalCodes.NotAnEvent, "The message is an empty array; it must hold at least one event."));
        return events;
    }

    private ReceivedEvent ReadEnvelope(JsonElement envelope, int index, ReadOnlyMemory<byte> body)
    {
        if (envelope.ValueKind != JsonValueKind.Object)
            return Refuse(index, Unreadable, body, RefusalCodes.NotAnEvent, $"A usage event is a JSON object, not {envelope.ValueKind}.");

        try
        {
            var attributes = CloudEventAttributes.InEnvelope(envelope);
            if (envelope.TryGetProperty("data_base64"u8, out _))
                return Traced(attributes, Refuse(index, SubjectOf(attributes), body, RefusalCodes.NotAnEvent, "A usage event's data is a JSON object in 'data', not 'data_base64'."));

            envelope.TryGetProperty("data"u8, out var data);
            return Traced(attributes, Read(attributes, data, index, body));
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair passes the parser and fails only when its text is read.
            return Refuse(index, Unreadable, body, RefusalCodes.NotJson, $"The event holds text that is not Unicode: {e.Message}");
        }
    }

    private ReceivedEvent ReadBinary(CloudEventAttributes attributes, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return Traced(attributes, Read(attributes, data: default, index: 0, body));

        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return Traced(attributes, Read(attributes, json.RootElement, index: 0, body));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Traced(attributes, Refuse(0, SubjectOf(attributes), body, RefusalCodes.NotJson, $"The event's data is not JSON: {e.Message}"));
        }
    }

    private ReceivedEvent Read(CloudEventAttributes attributes, JsonElement data, int index, ReadOnlyMemory<byte> body)
    {
        var subject = SubjectOf(attributes);
        ReceivedEvent Refused(string code, string detail) => Refuse(index, subject, body, code, detail);

        if (attributes.SpecVersion != "1.0")
            return Refused(RefusalCodes.NotAnEvent, $"'specversion' must be \"1.0\", but is {Shown(attributes.SpecVersion)}.");
        if (attributes.Id is not { Length: > 0 and <= EventIdentity.MaxLength } id)
            return Refused(RefusalCodes.NotAnEvent, $"'id' must be text of 1 to {EventIdentity.MaxLength} characters, but is {Shown(attributes.Id)}; it tells a resent event from a new one.");
        if (attributes.Source is not { Length: > 0 and <= EventIdentity.MaxLength } source)
            return Refused(RefusalCodes.NotAnEvent, $"'source' must be text of 1 to {EventIdentity.MaxLength} characters, but is {Shown(attributes.Source)}.");
        if (attributes.Type is not { Length: > 0 and <= UsageEvent.MaxMeterLength } meter)
            return Refused(RefusalCodes.NotAnEvent, $"'type' names the meter and must be text of 1 to {UsageEvent.MaxMeterLength} characters, but is {Shown(attributes.Type)}.");
        if (attributes.Member is { Length: 0 or > CapScope.MaxMemberLength })
            return Refused(RefusalCodes.NotAnEvent, $"'{CloudEventAttributes.MemberExtension}' must be text of 1 to {CapScope.MaxMemberLength} characters, but is {Shown(attributes.Member)}.");
        if (attributes.Hold is { } hold && !ResourceId.IsOne(hold))
            return Refused(RefusalCodes.NotAnEvent, $"'{CloudEventAttributes.HoldExtension}' names a hold and must be {ResourceId.Rule}, but is {Shown(hold)}.");
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("id", id), ("source", source), ("type", meter), (CloudEventAttributes.MemberExtension, attributes.Member ?? "")])
            if (!IsText(value)) return Refused(RefusalCodes.NotAnEvent, $"'{name}' holds a control character or half a surrogate pair, which no CloudEvents text may.");
        if (!AccountId.TryParse(attributes.Subject, out var account))
            return Refused(RefusalCodes.InvalidSubject, $"'subject' names the account and must be {AccountId.Rule}, but is {Shown(attributes.Subject)}.");
        if (!Rfc3339.TryParse(attributes.Time, out var time))
            return Refused(RefusalCodes.NotAnEvent, $"'time' must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z, but is {Shown(attributes.Time)}.");
        if (attributes.DataContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            return Refused(RefusalCodes.NotAnEvent, $"A usage event's data is JSON, but 'datacontenttype' is {Shown(type)}.");

        var now = clock.GetUtcNow();
        var window = accounts.Value.DedupeWindow;
        if (time < now - window)
            return Refused(RefusalCodes.TooOld, $"'time' is {time:O}, more than {window.TotalDays:0.##} days ago; whether so old an event is new can't be told.");
        if (time > now + usage.Value.ClockSkew)
            return Refused(RefusalCodes.InFuture, $"'time' is {time:O}, but it is {now:O} now; correct the sender's clock.");

        return EventData.TryRead(data, out var quantities, out var fault)
            ? new(index, Event(), Refusal: null, subject, body)
            : Refused(RefusalCodes.NotAnEvent, fault);

        UsageEvent Event() => new(new(source, id), meter, account, time, quantities)
        {
            Member = CapScope.MemberOf(attributes.Member, quantities),
            Hold = attributes.Hold ?? HoldIn(quantities),
        };
    }

    // What apps have long called otherwise in their data is theirs: only a text that can be such a name is one.
    private static string? HoldIn(EventData data) => data.TryGetText(HoldPath, out var name) && name.Length is > 0 and <= ResourceId.MaxLength && IsText(name) ? name : null;

    private static ReceivedEvent Traced(CloudEventAttributes attributes, ReceivedEvent read) => attributes.Trace is { } trace ? read with { Trace = trace } : read;

    private static ReceivedEvent Refuse(int index, DeadLetterSubject subject, ReadOnlyMemory<byte> body, string code, string detail) =>
        new(index, Event: null, new(code, detail), subject, body);

    private static DeadLetterSubject SubjectOf(CloudEventAttributes attributes) =>
        new(Cut(attributes.Subject), Cut(attributes.Source), Cut(attributes.Id), Cut(attributes.Type));

    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var taken) != OperationStatus.Done || Rune.IsControl(rune)) return false;
            text = text[taken..];
        }

        return true;
    }

    private static string Shown(string? value) => value is null ? "missing" : $"'{Cut(value)}'";

    private static string? Cut(string? value) => value is { Length: > EventIdentity.MaxLength } ? value[..EventIdentity.MaxLength] + "…" : value;

    // The document was parsed from the body in place, so an element's bytes are a part of it.
    private static ReadOnlyMemory<byte> Within(ReadOnlyMemory<byte> body, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return body.Span.Overlaps(raw, out var offset) ? body.Slice(offset, raw.Length) : raw.ToArray();
    }
}
