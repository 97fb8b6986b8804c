using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Packs;

namespace Credits.Functions.Packs;

/// <summary>A pack.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; customers see it where they pay.</param>
/// <param name="CreditType">What kind of credits.</param>
/// <param name="Credits">How many credits one of it is.</param>
/// <param name="Price">What one of it costs.</param>
/// <param name="Tiers">What one costs when many are bought at a time.</param>
/// <param name="Bonus">What is given away with it.</param>
/// <param name="Lifetime">How long what was bought lives; left out for ever.</param>
/// <param name="Priority">Lower burns first.</param>
public sealed record PackView(
    string Id, string Name, string CreditType, Credits Credits, Money Price, JsonElement Tiers, JsonElement? Bonus, string? Lifetime, int Priority)
{
    internal static PackView Of(Pack pack)
    {
        using var json = JsonDocument.Parse(PackJson.Write(pack));
        var root = json.RootElement;
        return new(
            pack.Id, pack.Name, pack.CreditType.Value, pack.Credits, pack.Price, root.GetProperty("tiers").Clone(),
            root.TryGetProperty("bonus", out var bonus) ? bonus.Clone() : null, pack.Lifetime?.ToString(), pack.Priority);
    }
}

/// <summary>Every pack.</summary>
/// <param name="Packs">By id.</param>
public sealed record PacksView(IReadOnlyList<PackView> Packs);
