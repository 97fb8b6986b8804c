using Credits.Functions.Storage.Accounts;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Accounts;

public sealed class FingerprintIndexTests
{
    // Few values, and values that differ only in bits the table does not look at, so that entries share fingerprints and places.
    private static readonly Gen<ulong> Fingerprint = Gen.OneOf(Gen.ULong[0, 5], Gen.ULong[0, 5].Select(high => (high << 40) + 3), Gen.ULong);

    [Fact]
    public void It_finds_every_entry_of_a_fingerprint_and_no_other() =>
        Gen.Select(Gen.Long[0, 10_000], Fingerprint.Array[0, 3_000]).Sample((start, fingerprints) =>
        {
            var index = new FingerprintIndex();
            index.StartAfter(start);
            foreach (var fingerprint in fingerprints) index.Add(fingerprint);

            index.Through.ShouldBe(start + fingerprints.Length);
            index.Count.ShouldBe(fingerprints.Count(fingerprint => fingerprint != 0));
            foreach (var entries in fingerprints.Select((fingerprint, i) => (fingerprint, Sequence: start + i + 1)).Where(entry => entry.fingerprint != 0).ToLookup(e => e.fingerprint))
                Found(index, entries.Key).ShouldBe(entries.Select(entry => entry.Sequence), ignoreOrder: true);
            Found(index, 0x1234_5678_9ABC_DEF0).ShouldBeEmpty();
        }, iter: 200);

    [Fact]
    public void It_starts_only_once()
    {
        var index = new FingerprintIndex();
        index.Add(1);

        Should.Throw<InvalidOperationException>(() => index.StartAfter(512));
    }

    private static List<long> Found(FingerprintIndex index, ulong fingerprint) => index.Find(fingerprint) ?? [];
}
