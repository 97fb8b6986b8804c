using Credits.Accounts;
using Credits.Functions.Tests.Building;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

[Collection(RunningAccounts.Collection)]
public sealed class JournalStoreTests(RunningAccounts running)
{
    private readonly Ledger _ledger = new(running);
    private readonly AccountId _id = Given.NewAccount();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 5)]
    [InlineData(7, 5)]
    [InlineData(8, 5)]
    public async Task Reading_from_an_entry_begins_with_the_page_that_holds_it(long from, long first)
    {
        await Pages();

        (await Read(from))[0].First.ShouldBe(first);
    }

    [Fact]
    public async Task A_span_of_time_is_half_open()
    {
        await Pages();

        (await Read(1, from: Given.Noon.AddHours(1))).Select(page => page.First).ShouldBe([2, 5]);
        (await Read(1, before: Given.Noon.AddHours(1))).Select(page => page.First).ShouldBe([1]);
        (await Read(1, Given.Noon.AddHours(1), Given.Noon.AddHours(2))).Select(page => page.First).ShouldBe([2]);
    }

    [Fact]
    public async Task Many_pages_come_in_order_over_several_requests()
    {
        var session = await _ledger.Open(_id);
        for (var i = 0; i < 45; i++) await _ledger.Debit(session, i, 1);

        (await Read(1)).Select(page => page.First).ShouldBe(Enumerable.Range(1, 46).Select(first => (long)first));
    }

    [Fact]
    public async Task An_account_that_is_not_there_has_no_journal() => (await Read(1)).ShouldBeEmpty();

    // Entry 1 at noon, 2 to 4 an hour later, 5 to 7 another hour later.
    private async Task Pages()
    {
        var session = await _ledger.Open(_id);
        for (var page = 0; page < 2; page++)
        {
            await _ledger.Commit(session, commit =>
            {
                foreach (var usage in Given.Events(_id, page * 3, 3)) commit.Debit(usage, Given.Charge());
            }, at: Given.Noon.AddHours(page + 1));
        }
    }

    private async Task<List<(long First, int Count)>> Read(long fromSequence, DateTimeOffset? from = null, DateTimeOffset? before = null)
    {
        var pages = new List<(long, int)>();
        await foreach (var page in _ledger.Journal.Read(_id, fromSequence, from, before, CancellationToken.None)) pages.Add((page[0].Sequence, page.Length));
        return pages;
    }
}
