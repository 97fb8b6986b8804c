using Credits.Functions.Checks;
using Credits.Rating;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Checks;

public sealed class CheckQueryTests
{
    [Theory]
    [InlineData("?meter=a", "a", null, "{}")]
    [InlineData("?meter=a&member=b&n=1840&m=large", "a", "b", """{"n":1840,"m":"large"}""")]
    [InlineData("?meter=a&n=1.50&m=-2&o=01&p=1e3&q=2026-01-31", "a", null, """{"n":1.50,"m":-2,"o":"01","p":1e3,"q":"2026-01-31"}""")]
    [InlineData("?meter=a&usage.tokens=3&Member=b", "a", null, """{"usage.tokens":3,"Member":"b"}""")]
    public void Everything_but_meter_and_member_is_data(string url, string meter, string? member, string data)
    {
        var usage = Read(url, out var faults).ShouldNotBeNull();

        faults.ShouldBeEmpty();
        (usage.Meter, usage.Member, usage.Data.GetRawText()).ShouldBe((meter, member, data));
    }

    [Theory]
    [InlineData("", "meter", "Missing; name what is to be used.")]
    [InlineData("?Meter=a", "meter", "Missing; name what is to be used.")]
    [InlineData("?meter=a&n=", "n", "Must be there once, with a value.")]
    [InlineData("?meter=a&n=1&n=2", "n", "Must be there once, with a value.")]
    public void What_names_no_usage_is_a_fault(string url, string path, string message)
    {
        Read(url, out var faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().ShouldBe(new Fault(path, message));
    }

    private static IntendedUsage? Read(string url, out List<Fault> faults) => CheckQuery.Of(new QueryCollection(QueryHelpers.ParseQuery(url)), faults = []);
}
