using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Credits.Local.Stripe;

/// <summary>Everything the stand-in knows, in one file: few objects, each written whole after every change.</summary>
internal sealed class StripeLedger
{
    private const int IdBytes = 12;

    private readonly string _path;
    private readonly JsonObject _root;

    private StripeLedger(string path, JsonObject root) => (_path, _root) = (path, root);

    /// <summary>Held by whoever reads or changes it.</summary>
    public Lock Gate { get; } = new();

    public JsonObject Objects => Part("objects");

    public JsonObject Repetitions => Part("repetitions");

    /// <summary>Webhooks that nobody has taken yet, by event.</summary>
    public JsonObject Undelivered => Part("undelivered");

    public static StripeLedger Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "ledger.json");
        return new(path, File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : []);
    }

    public static string NewId(string prefix) => $"{prefix}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}";

    /// <summary>An object by its id.</summary>
    public JsonObject Find(string kind, string id) =>
        Objects[id] is JsonObject found && found["object"]!.GetValue<string>() == kind ? found : throw StripeError.Missing(kind, id);

    public JsonObject Add(JsonObject made)
    {
        Objects[made["id"]!.GetValue<string>()] = made;
        return made;
    }

    /// <summary>Objects as Stripe lists them.</summary>
    public static JsonObject List(string url, IEnumerable<JsonObject> items) =>
        new() { ["object"] = "list", ["url"] = url, ["has_more"] = false, ["data"] = new JsonArray([.. items.Select(item => item.DeepClone())]) };

    /// <summary>Writes it all, so that a kill leaves the old or the new.</summary>
    public void Save()
    {
        File.WriteAllText(_path + ".new", _root.ToJsonString());
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private JsonObject Part(string name)
    {
        if (_root[name] is JsonObject part) return part;

        var made = new JsonObject();
        _root[name] = made;
        return made;
    }
}
