using System.Text;
using System.Text.Json;
using Credits.Functions.Http;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Http;

public sealed class RequestBodyTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_largest_body_is_read_whole()
    {
        var body = new byte[RequestBody.MaxBytes];
        Random.Shared.NextBytes(body);

        (await RequestBody.ReadBytesOf(Request(body), None)).ToArray().ShouldBe(body);
    }

    [Fact]
    public async Task One_byte_more_is_too_much()
    {
        var refusal = await Refusal(() => RequestBody.ReadBytesOf(Request(new byte[RequestBody.MaxBytes + 1]), None));

        (refusal.Status, refusal.Type, refusal.Detail).ShouldBe((413, ProblemTypes.TooLarge, "Send at most 1048576 bytes; split events over several requests."));
    }

    [Fact]
    public async Task A_body_without_end_is_not_read_to_its_end()
    {
        var endless = new Endless();
        var request = Request([]);
        request.Body = endless;

        (await Refusal(() => RequestBody.ReadBytesOf(request, None))).Status.ShouldBe(413);

        endless.Given.ShouldBeLessThan(2 * RequestBody.MaxBytes);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents-batch+json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("")]
    [InlineData(null)]
    public async Task JSON_under_any_name_or_none_is_read(string? type) => (await RequestBody.ReadBytesOf(Request("{}"u8.ToArray(), type), None)).Length.ShouldBe(2);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Anything_else_is_not(string type)
    {
        var refusal = await Refusal(() => RequestBody.ReadBytesOf(Request("{}"u8.ToArray(), type), None));

        (refusal.Status, refusal.Type, refusal.Detail).ShouldBe((415, ProblemTypes.UnsupportedMediaType, $"Send it as application/json, not {type}."));
    }

    [Fact]
    public async Task No_body_needs_no_type() => (await RequestBody.ReadBytesOf(Request([], "text/plain"), None)).IsEmpty.ShouldBeTrue();

    [Fact]
    public async Task A_body_may_be_asked_for_again()
    {
        var request = Request("{\"number\":1}"u8.ToArray());
        await RequestBody.ReadBytesOf(request, None);

        (await RequestBody.Read<Asked>(request, None)).Number.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_body_stands_for_what_its_reader_says()
    {
        (await RequestBody.ReadOptional(Request([]), new Asked(7), None)).Number.ShouldBe(7);
        (await RequestBody.ReadOptional(Request("{\"number\":1}"u8.ToArray()), new Asked(7), None)).Number.ShouldBe(1);
        (await Refusal(() => RequestBody.Read<Asked>(Request([]), None))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"number":1,"extra":2}""", "extra", "Unknown property.")]
    [InlineData("""{"number":"1"}""", "number", "Not a value of the kind that is needed here.")]
    [InlineData("""{"number":1,"inner":{"name":5}}""", "inner.name", "Not a value of the kind that is needed here.")]
    [InlineData("""{}""", "body", "Required properties are missing: 'number'.")]
    [InlineData("null", "body", "The body is null, but an object is needed.")]
    [InlineData("""{"number":1,"inner":{"name":null}}""", "inner.name", "Must not be null.")]
    [InlineData("""{"number":1,"number":2}""", "number", "Is there twice.")]
    [InlineData("""{"number":1,"inners":[{"name":"a","names":[null,"b"]}]}""", "inners[0].names[0]", "Must not be null.")]
    [InlineData("""{"number":1,"names":["a",null]}""", "names[1]", "Must not be null.")]
    [InlineData("""{"number":1,"inners":[null,{"name":"a"}]}""", "inners[0]", "Must not be null.")]
    public async Task A_fault_is_named_by_its_path(string body, string path, string message)
    {
        var refusal = await Refusal(() => RequestBody.Read<Asked>(Request(Encoding.UTF8.GetBytes(body)), None));

        refusal.Status.ShouldBe(400);
        refusal.Errors.ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new Fault(path, message));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"number\":1,\"number\":2}")]
    [InlineData("{\"number\":1} {}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"number\":1,\"inner\":{\"name\":\"\\ud800\"}}")]
    public async Task What_is_no_request_is_refused(string body) =>
        (await Refusal(() => RequestBody.Read<Asked>(Request(Encoding.UTF8.GetBytes(body)), None))).Status.ShouldBe(400);

    private static HttpRequest Request(byte[] body, string? type = "application/json")
    {
        var request = new DefaultHttpContext().Request;
        (request.Body, request.ContentType, request.ContentLength) = (new MemoryStream(body), type, body.Length);
        return request;
    }

    private static async Task<Refused> Refusal<T>(Func<Task<T>> read)
    {
        var answer = (await Should.ThrowAsync<ProblemException>(read)).Answer;
        return JsonSerializer.Deserialize<Refused>(answer.Body.Span, JsonSerializerOptions.Web)!;
    }

    private sealed record Refused(int Status, string Type, string Detail, Fault[]? Errors);

    private sealed record Asked(int Number, Inner? Inner = null, IReadOnlyList<string>? Names = null, IReadOnlyList<Inner>? Inners = null);

    private sealed record Inner(string Name, IReadOnlyList<string>? Names = null);

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return new(buffer.Length);
        }
    }
}
