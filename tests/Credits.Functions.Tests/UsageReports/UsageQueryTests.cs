using Credits.Functions.Http;
using Credits.Functions.Tests.Building;
using Credits.Functions.UsageReports;
using Credits.UsageDays;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.UsageReports;

public sealed class UsageQueryTests
{
    [Theory]
    [InlineData("", "2026-01-31", "2026-03-02")]
    [InlineData("?to=2026-02-01", "2026-01-02", "2026-02-01")]
    [InlineData("?from=2026-02-27", "2026-02-27", "2026-03-02")]
    [InlineData("?from=2026-05-01", "2026-05-01", "2026-05-02")]
    [InlineData("?from=2025-01-01&to=2026-02-05", "2025-01-01", "2026-02-05")]
    public void The_span_is_the_last_thirty_days_unless_said_otherwise(string url, string from, string to)
    {
        var query = Read(url);

        (query.From, query.To).ShouldBe((DateOnly.Parse(from, null), DateOnly.Parse(to, null)));
    }

    [Fact]
    public void A_grouping_may_come_with_a_dimension_and_a_meter()
    {
        var query = Read("?by=dimension&dimension=model&meter=llm.call");

        (query.By, query.Dimension, query.Meter).ShouldBe((UsageGrouping.Dimension, "model", "llm.call"));
        Read("").By.ShouldBe(UsageGrouping.Day);
    }

    [Theory]
    [InlineData("?from=2026-02-01&to=2026-02-01")]
    [InlineData("?from=2026-02-02&to=2026-02-01")]
    [InlineData("?from=2025-01-01&to=2026-02-06")]
    [InlineData("?from=2020-01-01")]
    [InlineData("?from=2026-02-30")]
    [InlineData("?from=2026-02-01T00:00:00Z")]
    [InlineData("?from=0001-01-01")]
    [InlineData("?to=9999-12-31")]
    [InlineData("?from=9999-12-31")]
    [InlineData("?to=1e30")]
    [InlineData("?to=-1")]
    [InlineData("?from=")]
    [InlineData("?from=2026-02-01&from=2026-02-02")]
    [InlineData("?by=")]
    [InlineData("?by=Day")]
    [InlineData("?by=1")]
    [InlineData("?by=dimension")]
    [InlineData("?dimension=model")]
    [InlineData("?by=day&unheardOf=1")]
    public void Anything_else_is_a_fault(string url) => Should.Throw<ProblemException>(() => Read(url)).Answer.Status.ShouldBe(StatusCodes.Status400BadRequest);

    private static UsageQuery Read(string url) => UsageQuery.Of(new QueryCollection(QueryHelpers.ParseQuery(url)), DateOnly.FromDateTime(Given.Noon.UtcDateTime));
}
