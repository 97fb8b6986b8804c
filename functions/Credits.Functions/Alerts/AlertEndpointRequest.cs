using Credits.Functions.Http;
using Credits.Functions.Mail;
using Credits.Functions.Storage.Alerts;
using Credits.Rating;

namespace Credits.Functions.Alerts;

/// <summary>All of an alert endpoint that people decide.</summary>
/// <param name="Url">Where webhooks go; either this or a mailbox.</param>
/// <param name="Email">The mailbox that mails go to.</param>
/// <param name="Types">The types of alerts it wants; left out, all.</param>
/// <param name="Plan">Only accounts on this plan, and only for an endpoint of the deployment; left out, every account.</param>
/// <param name="Description">What people call it.</param>
public sealed record AlertEndpointRequest(string? Url = null, string? Email = null, IReadOnlyList<string>? Types = null, string? Plan = null, string? Description = null)
{
    private const int MaxDescriptionLength = 500;

    internal IReadOnlyList<Fault> Faults(AlertOwner owner, bool allowInsecureTargets)
    {
        var faults = new List<Fault>();
        if (Url is null == Email is null) faults.Add(new("url", "Give either 'url' or 'email', and not both."));
        if (Url is not null && WebhookTarget.FaultOf(Url, allowInsecureTargets) is { } fault) faults.Add(new("url", fault));
        if (Email is not null && !Mailbox.IsOne(Email)) faults.Add(new("email", $"Must be {Mailbox.Rule}."));
        if (Types is { Count: 0 }) faults.Add(new("types", "Name at least one type, or leave 'types' out for all."));
        if (Types is not null) AddFaultsOfTypes(Types, faults);
        if (Plan is not null && owner.IsAccount) faults.Add(new("plan", "Only endpoints of the deployment are for a plan; leave it out."));
        else if (Plan is not null && !ResourceId.IsOne(Plan)) faults.Add(new("plan", $"'{Plan}' is not a plan's id: {ResourceId.Rule}."));
        if (Description is { Length: > MaxDescriptionLength }) faults.Add(new("description", $"Must have at most {MaxDescriptionLength} characters."));
        return faults;
    }

    /// <summary>The endpoint after this request: in use, and not failing. A webhook has a secret, and keeps the one it has.</summary>
    internal AlertEndpoint ToEndpoint(AlertOwner owner, string id, AlertEndpoint? before)
    {
        var keepsSecret = Url is not null && before?.Secret is not null;
        return new()
        {
            Owner = owner,
            Id = id,
            Url = Url,
            Email = Email,
            Types = [.. Types ?? []],
            Plan = Plan,
            Description = Description,
            Secret = Url is null ? null : before?.Secret ?? SigningSecret.Make(),
            PreviousSecret = keepsSecret ? before!.PreviousSecret : null,
            PreviousSecretUntil = keepsSecret ? before!.PreviousSecretUntil : null,
        };
    }

    private static void AddFaultsOfTypes(IReadOnlyList<string> types, List<Fault> faults)
    {
        if (types.Count > AlertTypes.All.Count)
        {
            faults.Add(new("types", $"There can be at most {AlertTypes.All.Count}, not {types.Count}."));
            return;
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (!AlertTypes.All.Contains(types[i]))
                faults.Add(new($"types[{i}]", $"'{types[i]}' is not a type of alerts; there are {string.Join(", ", AlertTypes.All.Order(StringComparer.Ordinal))}."));
            else if (types.Take(i).Contains(types[i]))
                faults.Add(new($"types[{i}]", $"'{types[i]}' is there twice."));
        }
    }
}
