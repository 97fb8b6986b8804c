using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Accounts;
using Credits.Booking;
using Credits.Functions.Journal;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Tests.Building;
using Credits.Journal;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Journal;

/// <summary>Any change whatever of a stored journal page is answered as a difference, and never as a failure of the service.</summary>
public sealed class AlteredPageTests
{
    // What the store is asked by, or what says only whose and what the document is.
    private static readonly string[] NoContent = ["id", "accountId", "kind", "v", "at"];

    private static readonly string[] Replacements = ["null", "12345", "\"x\"", "true", "[]", "{}", "[null]", "-1", "1e300", "\"2026-13-01T00:00:00Z\""];

    private static readonly AccountId Acme = AccountId.Parse("acme");

    [Fact]
    public async Task Any_change_is_a_difference()
    {
        var (account, page) = Journal();
        var places = Places(page);
        (await Verify(account, page)).Verified.ShouldBeTrue();

        Gen.Select(Gen.OneOfConst([.. places]), Gen.OneOfConst(Replacements)).Sample((place, replacement) =>
        {
            var altered = page.DeepClone();
            var (parent, last) = Find(altered, place);
            if (JsonNode.DeepEquals(parent[last], JsonNode.Parse(replacement))) return;
            parent[last] = JsonNode.Parse(replacement);

            var verification = Verify(account, altered).GetAwaiter().GetResult();

            verification.Verified.ShouldBeFalse($"{string.Join('.', place)} = {replacement}");
            verification.Differences.ShouldHaveSingleItem().ShouldNotBeEmpty();
        }, iter: 2_000, threads: 1);
    }

    private static async Task<Verification> Verify(Account account, JsonNode page) => await Verification.Of(account, Pages(page));

    private static async IAsyncEnumerable<ImmutableArray<Entry>> Pages(JsonNode page)
    {
        await Task.CompletedTask;
        yield return page.Deserialize(AccountDocumentsJson.Default.JournalPageDocument)!.ToEntries();
    }

    // A page with an entry of every kind.
    private static (Account Account, JsonNode Page) Journal()
    {
        using var chain = new HashChain();
        var commit = new PendingCommit(Account.New(Acme), Given.Noon, chain);
        commit.Configure(new() { Name = "Acme" });
        commit.Grant(Given.Grant(2, "late", until: Given.Noon.AddHours(-1)) with { Meters = ["image", "video"], Reference = "invoice 1" });
        commit.SettleExpiry();
        commit.Grant(Given.Grant(3, "a"));
        commit.Grant(Given.Grant(1, "b"));
        commit.Void("b", "by mistake");
        commit.Debit(Given.Event(Acme, data: """{"n":1.50}"""), Given.Charge(4));
        commit.Grant(Given.Grant(5, "new"));
        commit.RepayOverdraft();
        var document = JournalPageDocument.Of(Acme, EntryHash.Genesis(Acme), commit.Entries);
        return (commit.Account, JsonSerializer.SerializeToNode(document, AccountDocumentsJson.Default.JournalPageDocument)!);
    }

    // Every place in a document, as the names and indexes that lead there.
    private static List<string[]> Places(JsonNode? node) => [.. node switch
    {
        JsonObject members => members.Where(member => !NoContent.Contains(member.Key) || node.Parent is not null).SelectMany(member => Below(member.Key, member.Value)),
        JsonArray items => items.SelectMany((item, i) => Below($"{i}", item)),
        _ => [],
    }];

    private static IEnumerable<string[]> Below(string name, JsonNode? node) => Places(node).Select(string[] (place) => [name, .. place]).Prepend([name]);

    private static (Slot Parent, string Last) Find(JsonNode page, string[] place) =>
        (new(place[..^1].Aggregate(page, (node, name) => new Slot(node)[name]!)), place[^1]);

    private readonly record struct Slot(JsonNode Node)
    {
        public JsonNode? this[string name]
        {
            get => Node is JsonArray items ? items[int.Parse(name, null)] : Node[name];
            set => Set(name, value);
        }

        private void Set(string name, JsonNode? value)
        {
            if (Node is JsonArray items) items[int.Parse(name, null)] = value;
            else Node[name] = value;
        }
    }
}
