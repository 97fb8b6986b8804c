using Credits.Accounts;

namespace Credits.Tests.Accounts;

public sealed class Entry_hash_should
{
    [Fact]
    public void Come_back_from_text_and_from_bytes_as_it_went() =>
        Gen.Byte.Array[EntryHash.Size].Sample(bytes =>
        {
            var hash = new EntryHash(bytes);
            var copy = new byte[EntryHash.Size];
            hash.CopyTo(copy);

            copy.ShouldBe(bytes);
            hash.ToString().ShouldBe(Convert.ToBase64String(bytes));
            EntryHash.Parse(hash.ToString()).ShouldBe(hash);
        });

    [Fact]
    public void Differ_before_the_first_entry_of_two_accounts() =>
        EntryHash.Genesis(AccountId.Parse("acme")).ShouldNotBe(EntryHash.Genesis(AccountId.Parse("acme2")));

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuse_a_text_that_is_not_32_bytes(string text) =>
        Should.Throw<FormatException>(() => EntryHash.Parse(text)).Message.ShouldContain("is not an entry hash");

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuse_any_other_number_of_bytes(int count) =>
        Should.Throw<ArgumentException>(() => new EntryHash(new byte[count])).Message.ShouldContain($"32 bytes, not {count}");
}
