using Credits.Events;

namespace Credits.Tests.Events;

public sealed class Event_identity_should
{
    [Fact]
    public void Keep_apart_where_the_source_ends_and_the_id_begins() =>
        new EventIdentity("ab", "c").Fingerprint().ShouldNotBe(new EventIdentity("a", "bc").Fingerprint());

    // Fingerprints are stored. If these change, every stored one is worthless and events would debit twice. Computed apart from the code: the first 8 bytes,
    // big-endian, of sha256(source, 0, id).
    [Theory]
    [InlineData("https://app.example", "event-1", 0xFC0B_9BE7_C8B8_1386ul)]
    [InlineData("urn:größe:東京", "7f9c2ba4-e88f-11ee-9a3b-0242ac120002", 0x13D2_3B22_0FFD_AD6Ful)]
    public void Have_the_same_fingerprint_for_ever(string source, string id, ulong fingerprint) =>
        new EventIdentity(source, id).Fingerprint().ShouldBe(fingerprint);

    [Fact]
    public void Have_a_fingerprint_at_any_length() =>
        Gen.Select(Gen.String[0, EventIdentity.MaxLength], Gen.String[0, EventIdentity.MaxLength]).Sample((source, id) =>
        {
            var identity = new EventIdentity(source, id);

            identity.Fingerprint().ShouldBe(new EventIdentity(source, id).Fingerprint());
            identity.Fingerprint().ShouldNotBe(0ul);
        });

    [Fact]
    public void Be_one_event_only_when_source_and_id_are_the_same()
    {
        new EventIdentity("app", "1").ShouldBe(new EventIdentity("app", "1"));
        new EventIdentity("app", "1").ShouldNotBe(new EventIdentity("APP", "1"));
        new EventIdentity("app", "1").ShouldNotBe(new EventIdentity("app", "01"));
    }
}
