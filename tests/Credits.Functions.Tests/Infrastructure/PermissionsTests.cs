using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Functions.Tests.Docs;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>What the app's identity may do in Azure: each connection's least, and nothing else.</summary>
public sealed partial class PermissionsTests
{
    [Theory]
    [InlineData("Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Microsoft.Storage/storageAccounts")]
    [InlineData("Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Microsoft.Storage/storageAccounts")]
    [InlineData("Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Microsoft.Storage/storageAccounts")]
    [InlineData("Azure Event Hubs Data Receiver", "a638d3c7-ab3a-418d-83e6-5f17a39d4fde", "Microsoft.EventHub/namespaces/eventhubs")]
    [InlineData("Azure Event Hubs Data Sender", "2b629674-e913-4c01-ae53-ef4638d8f975", "Microsoft.EventHub/namespaces/eventhubs")]
    [InlineData("Cosmos DB Built-in Data Contributor", "00000000-0000-0000-0000-000000000002", "Microsoft.DocumentDB/databaseAccounts/dbs")]
    [InlineData("Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6", "Microsoft.KeyVault/vaults")]
    [InlineData("Monitoring Metrics Publisher", "3913510d-42f4-4e42-8a64-420c390055eb", "Microsoft.Insights/components")]
    public async Task It_has_the_role_that_a_connection_needs(string name, string role, string scope) => (await Given()).ShouldContain((role, scope), name);

    [Fact]
    public async Task It_has_no_role_beside_those() => (await Given()).Count.ShouldBe(8);

    // Cosmos DB's own roles are not Azure's: Contributor may assign them.
    [Fact]
    public async Task Who_deploys_may_assign_these_roles_alone()
    {
        var assigned = (await Given()).Where(given => !given.Scope.StartsWith("Microsoft.DocumentDB", StringComparison.Ordinal)).Select(given => given.Role).ToList();

        var clauses = new Document("infra-bicep/assignable-roles.txt").Text.Split("\nAND\n");

        clauses.Length.ShouldBe(2, "one to give roles and one to take them");
        clauses.ShouldAllBe(clause => RoleId().Matches(clause).Select(match => match.Value).Order().SequenceEqual(assigned.Order()));
    }

    private static async Task<IReadOnlyList<(string Role, string Scope)>> Given() =>
        [.. (await BicepCompiler.Templates()).SelectMany(template => BicepCompiler.ResourcesOf(template).Where(IsAssignment).SelectMany(assignment => RolesOf(assignment, template), (assignment, role) => (role, ScopeOf(assignment))))];

    private static bool IsAssignment(JsonNode resource) => ((string)resource["type"]!).EndsWith("roleAssignments", StringComparison.OrdinalIgnoreCase);

    // One of a loop has the roles of the variable that it goes through.
    private static IEnumerable<string> RolesOf(JsonNode assignment, JsonObject template)
    {
        var role = Variable().Replace((string)assignment["properties"]!["roleDefinitionId"]!, match => template["variables"]![match.Groups[1].Value]!.ToJsonString());
        return RoleId().Matches(role).Select(match => match.Value);
    }

    // Cosmos DB's own stand among its properties.
    private static string ScopeOf(JsonNode assignment)
    {
        var scope = (string?)assignment["scope"] ?? (string)assignment["properties"]!["scope"]!;
        return Resource().Match(scope).Groups[1].Value + (scope.Contains("/dbs/", StringComparison.Ordinal) ? "/dbs" : "");
    }

    [GeneratedRegex(@"variables\('(\w+)'\)")]
    private static partial Regex Variable();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RoleId();

    [GeneratedRegex(@"resourceId\('([^']+)'")]
    private static partial Regex Resource();
}
