using Credits.Functions.Http;
using Credits.Functions.Purchases;
using Credits.Functions.Storage.Payments;
using Credits.Functions.Tests.Building;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Payments;

/// <summary>Pages of what an account bought, newest first.</summary>
[Collection(RunningStorage.Collection)]
public sealed class PurchasePagesTests(RunningStorage storage)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly PurchaseStore _store = new(storage.Tables);
    private readonly AccountId _account = Given.NewAccount();

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_were_asked_for()
    {
        await Bought("c", "a", "b");

        var (page, more) = await _store.List(_account, after: null, limit: 2, None);

        page.Select(purchase => purchase.Id).ShouldBe(["b", "a"]);
        more.ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_page_says_so()
    {
        await Bought("c", "a");

        (await _store.List(_account, after: null, limit: 2, None)).More.ShouldBeFalse();
    }

    [Fact]
    public async Task Pages_lead_through_each_once_though_some_were_bought_at_the_same_moment()
    {
        await Bought("e", "b");
        foreach (var id in (string[])["d", "a", "c"]) await Add(id, Given.Noon.AddMinutes(7));

        var (listed, cursor) = (new List<string>(), (string?)null);
        do
        {
            var query = PurchaseQuery.Of(QueryOf(("limit", "1"), ("cursor", cursor)));
            var (page, more) = await _store.List(_account, query.After, query.Limit, None);
            listed.AddRange(page.Select(purchase => purchase.Id));
            cursor = more ? PurchaseQuery.CursorAfter(page[^1]) : null;
        }
        while (cursor is not null);

        listed.ShouldBe(["a", "c", "d", "b", "e"]);
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "201")]
    [InlineData("cursor", "nonsense")]
    [InlineData("cursor", "LTEKYQ")]
    [InlineData("state", "paid")]
    public void What_asks_for_no_page_is_refused(string name, string value) => Should.Throw<ProblemException>(() => PurchaseQuery.Of(QueryOf((name, value)))).Answer.Status.ShouldBe(400);

    // Each a minute after the one before.
    private async Task Bought(params string[] ids)
    {
        for (var i = 0; i < ids.Length; i++) await Add(ids[i], Given.Noon.AddMinutes(i));
    }

    private Task<Purchase> Add(string id, DateTimeOffset at) => _store.Add(
        new()
        {
            Id = id,
            Account = _account,
            Offer = new("ten", 1, new(1000, "EUR"), Credits.Of(10)),
            SuccessUrl = "https://a.example",
            CancelUrl = "https://a.example",
            CreatedAt = at,
        },
        None);

    private static QueryCollection QueryOf(params (string Name, string? Value)[] parameters) =>
        new(parameters.Where(parameter => parameter.Value is not null).ToDictionary(parameter => parameter.Name, parameter => new StringValues(parameter.Value)));
}
