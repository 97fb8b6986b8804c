using System.Text;
using Credits.Functions.DeadLetters;
using Credits.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.DeadLetters;

public sealed class DeadLetterQueryTests
{
    private const string Id = "2517300000000000000-1-2-3";

    [Fact]
    public void Open_ones_are_shown_unless_told_otherwise() => Of("").ShouldBe(new(Reason: null, Replayed: false, After: null, Limit: 50));

    [Theory]
    [InlineData("open", false)]
    [InlineData("replayed", true)]
    [InlineData("all", null)]
    public void A_status_selects(string status, bool? replayed) => Of($"?status={status}").Replayed.ShouldBe(replayed);

    [Fact]
    public void Everything_can_be_asked_for_together() =>
        Of($"?reason=conflict&status=all&cursor={Id}&limit=200").ShouldBe(new("conflict", null, Id, 200));

    [Theory]
    [InlineData("?status=closed", "status")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?cursor=1!2!3", "cursor")]
    [InlineData("?cursor=", "cursor")]
    [InlineData("?account=acme", "account")]
    [InlineData("?status=open&status=all", "status")]
    public void What_can_not_be_asked_for_is_refused_by_name(string query, string parameter)
    {
        var answer = Should.Throw<ProblemException>(() => Of(query)).Answer;

        answer.Status.ShouldBe(400);
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain($"\"path\":\"{parameter}\"");
    }

    private static DeadLetterQuery Of(string query) => DeadLetterQuery.Of(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
