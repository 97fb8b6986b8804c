using System.Text.Json;
using Credits.Rating;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Http;

/// <summary>Reads request bodies.</summary>
public static class RequestBody
{
    /// <summary>The largest body, in bytes: the most that one message of the event hub holds.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int ReadBytes = 16 * 1024;

    /// <summary>The bytes of a body, at most <see cref="MaxBytes"/>. May be asked for again.</summary>
    /// <exception cref="ProblemException">It is larger, or not JSON by its content type.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesOf(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Items.TryGetValue(typeof(RequestBody), out var read)) return (ReadOnlyMemory<byte>)read!;

        if (request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase) && request.ContentLength is not 0)
        {
            throw new ProblemException(Problem.Of(
                ProblemTypes.UnsupportedMediaType, StatusCodes.Status415UnsupportedMediaType, "The body must be JSON.", $"Send it as application/json, not {type}."));
        }

        using var body = new MemoryStream();
        var buffer = new byte[ReadBytes];
        for (int count; (count = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBytes)
            {
                throw new ProblemException(Problem.Of(
                    ProblemTypes.TooLarge, StatusCodes.Status413PayloadTooLarge, "The body is too large.", $"Send at most {MaxBytes} bytes; split events over several requests."));
            }
        }

        ReadOnlyMemory<byte> bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        request.HttpContext.Items[typeof(RequestBody)] = bytes;
        return bytes;
    }

    /// <summary>The body as a request of a type, or what an empty body stands for.</summary>
    /// <exception cref="ProblemException">It is not such a request; the fault names the path.</exception>
    public static async Task<T> ReadOptional<T>(HttpRequest request, T empty, CancellationToken cancellation) =>
        (await ReadBytesOf(request, cancellation)).IsEmpty ? empty : await Read<T>(request, cancellation);

    /// <summary>The body as a request of a type.</summary>
    /// <exception cref="ProblemException">It is not such a request; the fault names the path.</exception>
    public static async Task<T> Read<T>(HttpRequest request, CancellationToken cancellation)
    {
        var bytes = await ReadBytesOf(request, cancellation);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, ApiJson.Options) ?? throw new JsonException("The body is null, but an object is needed.");
        }
        catch (JsonException e)
        {
            throw new ProblemException(Problem.Invalid(new Fault(PathOf(e), Readable(e))));
        }
    }

    private static string PathOf(JsonException e)
    {
        if (e.Path is not { Length: > 2 } path) return "body";

        return e is NullItemException { Index: var index } ? $"{path[2..path.LastIndexOf('[')]}[{index}]" : path[2..];
    }

    // The serializer's sentence names types of this program; what follows "Path:" is said by the fault itself.
    private static string Readable(JsonException e)
    {
        var message = e.Message.Split(" Path:", 2)[0];
        return message.Contains("could not be mapped", StringComparison.Ordinal) ? "Unknown property."
            : message.Contains("could not be converted", StringComparison.Ordinal) ? "Not a value of the kind that is needed here."
            : message.Contains("missing required", StringComparison.Ordinal) ? "Required properties are missing: " + message.Split(':')[^1].Trim()
            : message;
    }
}
