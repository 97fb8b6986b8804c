using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Credits.Functions.Http;

/// <summary>What the API answers: a status and a body that is already written, so that it can also be kept and given again.</summary>
public sealed class Answer(int status, string contentType, ReadOnlyMemory<byte> body) : IResult
{
    private const string Json = "application/json";

    private readonly List<(string Name, string Value)> _headers = [];

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The body's type.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>What is kept for a repetition of the request: this answer, unless it shows what must not be stored.</summary>
    public Answer Kept { get => field ?? this; private set; }

    /// <summary>200 with a view.</summary>
    public static Answer Ok<T>(T view) => Of(StatusCodes.Status200OK, view);

    /// <summary>201 with a view of what was made.</summary>
    public static Answer Created<T>(T view) => Of(StatusCodes.Status201Created, view);

    /// <summary>202 with a view of what was taken.</summary>
    public static Answer Accepted<T>(T view) => Of(StatusCodes.Status202Accepted, view);

    /// <summary>204.</summary>
    public static Answer NoContent() => new(StatusCodes.Status204NoContent, Json, ReadOnlyMemory<byte>.Empty);

    /// <summary>A status with a view.</summary>
    public static Answer Of<T>(int status, T view, string contentType = Json) =>
        new(status, contentType, JsonSerializer.SerializeToUtf8Bytes(view, (JsonTypeInfo<T>)ApiJson.Options.GetTypeInfo(typeof(T))));

    /// <summary>This answer with a header more.</summary>
    public Answer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    /// <summary>This answer, of which another is kept for a repetition of the request.</summary>
    public Answer KeptAs(Answer kept)
    {
        Kept = kept;
        return this;
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in _headers) response.Headers[name] = value;
        if (Body.IsEmpty) return Task.CompletedTask;

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}
