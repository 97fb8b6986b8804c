using Credits.Grants;

namespace Credits.Tests.Grants;

public sealed class Own_grant_id_should
{
    [Fact]
    public void Name_the_entry_that_made_it()
    {
        OwnGrantId.OfAllotment(7).ShouldBe("allotment-7");
        OwnGrantId.OfRollover(9).ShouldBe("rollover-9");
    }

    [Theory]
    [InlineData("allotment-7", 7L)]
    [InlineData("rollover-1000", 1000L)]
    [InlineData("allotment-", null)]
    [InlineData("allotment--7", null)]
    [InlineData("g-7", null)]
    public void Tell_its_entry(string id, long? entry) => OwnGrantId.EntryOf(id).ShouldBe(entry);

    [Theory]
    [InlineData("allotment-7", true)]
    [InlineData("rollover-9", true)]
    [InlineData("allotment-", true)]
    [InlineData("allotment", false)]
    [InlineData("Allotment-7", false)]
    [InlineData("my-allotment-7", false)]
    public void Be_told_by_how_it_begins(string id, bool own) => OwnGrantId.IsOne(id).ShouldBe(own);
}
