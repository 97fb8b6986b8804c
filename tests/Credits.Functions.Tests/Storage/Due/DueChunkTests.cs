using Credits.Functions.Storage.Due;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Due;

public sealed class DueChunkTests
{
    // What a message of a Storage queue has room for, as base64.
    private const int MaxMessageBytes = 64 * 1024;

    [Fact]
    public void A_chunk_is_read_as_it_was_written()
    {
        AccountId[] accounts = [AccountId.Parse("acme"), AccountId.Parse("a+b@example.com")];

        DueChunk.Parse(DueChunk.Format(accounts)).ShouldBe(accounts);
    }

    [Fact]
    public void The_longest_ids_of_a_full_chunk_fit_a_message()
    {
        var longest = AccountId.Parse(new string('+', AccountId.MaxLength));

        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(DueChunk.Format(Enumerable.Repeat(longest, DueChunk.MaxAccounts)))).Length.ShouldBeLessThan(MaxMessageBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("""["acme",".."]""")]
    public void What_is_no_chunk_is_refused_with_its_text(string message) => Should.Throw<FormatException>(() => DueChunk.Parse(message)).Message.ShouldEndWith(message);
}
